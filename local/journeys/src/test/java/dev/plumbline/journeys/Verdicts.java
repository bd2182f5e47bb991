package dev.plumbline.journeys;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toUnmodifiableMap;

import dev.plumbline.cli.deployment.PlannedTarget;
import dev.plumbline.cli.local.LocalOrganization;
import dev.plumbline.cli.verify.StackVerdict;
import dev.plumbline.cli.verify.Verification;
import dev.plumbline.estate.StackKey;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/** What the control plane finds of stacks when a person asks, as {@code plumbline verify} does. */
final class Verdicts {

    private Verdicts() {}

    /** Has some stacks looked at now, several at once. */
    static Map<StackKey, StackVerdict> of(LocalOrganization organization, Stream<StackKey> stacks) {
        List<PlannedTarget> targets = stacks
                .collect(groupingBy(StackKey::target, mapping(StackKey::stack, toCollection(TreeSet::new))))
                .entrySet()
                .stream()
                .map(target -> new PlannedTarget(target.getKey().toString(), target.getKey(), target.getValue()))
                .toList();
        return new Verification(organization.deployment())
                .of(targets, verdict -> {}).stream()
                        .collect(toUnmodifiableMap(StackVerdict::stack, Function.identity()));
    }
}
