package dev.plumbline.tasks.remediate;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.plumbline.accounts.calls.Answer;
import dev.plumbline.accounts.calls.Call;
import dev.plumbline.accounts.calls.Calls;
import dev.plumbline.accounts.calls.Operation;
import dev.plumbline.accounts.ledger.CaseStatus;
import dev.plumbline.accounts.ledger.FindingCase;
import dev.plumbline.accounts.ledger.FindingCase.Facts;
import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.estate.FindingPolicies;
import dev.plumbline.estate.StackDeclaration;
import dev.plumbline.tasks.binding.Binder;
import dev.plumbline.tasks.playbooks.Inspection;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Finds out what would put a resource right, and which stack of the estate it belongs to. */
final class CorrelateTask {

    private static final String STACK_TAG = "aws:cloudformation:stack-name";
    private static final String LOGICAL_TAG = "aws:cloudformation:logical-id";

    private final Work work;
    private final DecideTask decide;
    private final RecordTask record;
    private final Ledger ledger;
    private final Binder binder;
    private final InstantSource clock;

    @Inject
    CorrelateTask(Work work, DecideTask decide, RecordTask record, Ledger ledger, Binder binder, InstantSource clock) {
        this.work = requireNonNull(work, "work is null");
        this.decide = requireNonNull(decide, "decide is null");
        this.record = requireNonNull(record, "record is null");
        this.ledger = requireNonNull(ledger, "ledger is null");
        this.binder = requireNonNull(binder, "binder is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /** Looks, and goes on to decide; where nothing is wrong, that is seen and the end. */
    RemediateAnswer correlate(FindingCase of, Supplier<FindingPolicies> policies) {
        Instant at = clock.instant();
        if (work.playbook(of).isEmpty()) {
            return decide(of.after(CaseStatus.OPEN, Map.of(), "correlated", at), policies);
        }
        Inspection seen = work.inspect(of);
        if (!seen.there()) {
            return well(of, "It is gone.", at);
        }
        if (seen.well()) {
            return well(of, "It is as it should be: nothing had to be changed.", at);
        }
        return decide(of.after(CaseStatus.OPEN, facts(of, seen), "correlated", at), policies);
    }

    private RemediateAnswer decide(FindingCase found, Supplier<FindingPolicies> policies) {
        return Onwards.to(() -> decide.decide(found, policies.get()), () -> {
            ledger.cases().note(found);
            return RemediateAnswer.of(found.id(), "found", "");
        });
    }

    private RemediateAnswer well(FindingCase of, String reason, Instant at) {
        return record.ended(of.after(CaseStatus.OPEN, Map.of(), "verified", at), CaseStatus.FIXED, reason);
    }

    private Map<Facts, String> facts(FindingCase of, Inspection seen) {
        Map<Facts, String> facts = new EnumMap<>(Facts.class);
        String steps = work.written(seen.steps());
        facts.put(Facts.STEPS, steps);
        facts.put(Facts.DIGEST, Work.digest(steps));
        facts.put(Facts.TAGS, binder.text(seen.tags()));
        facts.put(Facts.AT_SOURCE, seen.atSource());
        owner(seen.owner(), seen.tags(), of).ifPresent(owner -> {
            facts.put(Facts.STACK, owner.stack());
            facts.put(Facts.LOGICAL_ID, owner.logicalId());
        });
        return facts;
    }

    private Optional<OwnerStack> owner(Inspection.Owner owner, Map<String, String> tags, FindingCase of) {
        return switch (owner) {
            case Inspection.Owner.Tagged _ ->
                OwnerStack.of(tags.getOrDefault(STACK_TAG, ""), tags.getOrDefault(LOGICAL_TAG, ""));
            case Inspection.Owner.Asked(String physicalId) -> asked(work.account(of), physicalId);
            case Inspection.Owner.Account _ -> Optional.empty();
        };
    }

    private static Optional<OwnerStack> asked(Calls account, String physicalId) {
        Call call = new Call(
                Operation.DESCRIBE_STACK_RESOURCES,
                JsonNodeFactory.instance.objectNode().put("PhysicalResourceId", physicalId));
        List<Answer> some = account.ask(call).orElse(Answer.nothing()).items("StackResources");
        String stack = some.stream()
                .map(resource -> resource.text("StackName"))
                .findFirst()
                .orElse("");
        // "Only the first 100 resources will be returned", and no token: the rest of an estate's stack is listed.
        return OwnerStack.of(stack, "").isEmpty()
                ? Optional.empty()
                : among(some, physicalId)
                        .or(() -> among(resources(account, stack), physicalId))
                        .flatMap(resource -> OwnerStack.of(stack, resource.text("LogicalResourceId")));
    }

    private static List<Answer> resources(Calls account, String stack) {
        Call call = Call.of(Operation.LIST_STACK_RESOURCES).with("StackName", stack);
        return account.ask(call).orElse(Answer.nothing()).items("StackResourceSummaries");
    }

    private static Optional<Answer> among(List<Answer> resources, String physicalId) {
        return resources.stream()
                .filter(resource -> resource.text("PhysicalResourceId").equals(physicalId))
                .findFirst();
    }

    /** A stack of the estate, by its name there. */
    private record OwnerStack(String stack, String logicalId) {

        static Optional<OwnerStack> of(String stackName, String logicalId) {
            return stackName.startsWith(StackDeclaration.STACK_NAME_PREFIX)
                    ? Optional.of(
                            new OwnerStack(stackName.substring(StackDeclaration.STACK_NAME_PREFIX.length()), logicalId))
                    : Optional.empty();
        }
    }
}
