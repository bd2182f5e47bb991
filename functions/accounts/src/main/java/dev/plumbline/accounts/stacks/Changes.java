package dev.plumbline.accounts.stacks;

import static dev.plumbline.accounts.stacks.Texts.known;
import static java.util.stream.Collectors.toMap;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudformation.model.ResourceChange;
import software.amazon.awssdk.services.cloudformation.model.ResourceChangeDetail;
import software.amazon.awssdk.services.cloudformation.model.ResourceTargetDefinition;

/** Reads the changes of a change set. */
final class Changes {

    private static final Set<String> DRIFTED = Set.of("MODIFIED", "DELETED");

    private Changes() {}

    static List<Change> read(List<software.amazon.awssdk.services.cloudformation.model.Change> changes) {
        return changes.stream()
                .map(software.amazon.awssdk.services.cloudformation.model.Change::resourceChange)
                .filter(Objects::nonNull)
                .map(Changes::read)
                .toList();
    }

    /** Returns all changes, with the details that tell values and those of the others that have no such counterpart. */
    static List<Change> completed(List<Change> valued, List<Change> all) {
        Map<String, Change> known = valued.stream()
                .collect(toMap(Change::logicalId, change -> change, (first, second) -> first, LinkedHashMap::new));
        return all.stream()
                .map(change -> known.containsKey(change.logicalId())
                        ? completed(known.get(change.logicalId()), change)
                        : change)
                .toList();
    }

    private static Change completed(Change valued, Change whole) {
        List<Change.Detail> details = new ArrayList<>(valued.details());
        whole.details().stream()
                .filter(detail -> valued.details().stream().noneMatch(other -> isSame(other, detail)))
                .forEach(details::add);
        return new Change(
                whole.action(),
                whole.logicalId(),
                whole.physicalId(),
                whole.type(),
                whole.replacement(),
                whole.policyAction(),
                whole.scope(),
                details,
                whole.drifted(),
                valued.access());
    }

    /** Without values there are no paths either: the property's name tells what is meant. */
    private static boolean isSame(Change.Detail valued, Change.Detail plain) {
        return valued.attribute().equals(plain.attribute())
                && valued.source().equals(plain.source())
                && valued.cause().equals(plain.cause())
                && valued.name().equals(plain.name());
    }

    private static Change read(ResourceChange change) {
        return new Change(
                action(change.actionAsString()),
                known(change.logicalResourceId()),
                known(change.physicalResourceId()),
                known(change.resourceType()),
                replacement(change.replacementAsString()),
                known(change.policyActionAsString()),
                new TreeSet<>(change.scopeAsStrings()),
                change.details().stream().map(Changes::read).toList(),
                DRIFTED.contains(known(change.resourceDriftStatusAsString())),
                known(change.actionAsString()).equals("Add")
                        ? Access.given(known(change.resourceType()), known(change.afterContext()))
                        : Collections.emptySortedSet());
    }

    private static Change.Detail read(ResourceChangeDetail detail) {
        ResourceTargetDefinition target =
                detail.target() == null ? ResourceTargetDefinition.builder().build() : detail.target();
        return new Change.Detail(
                known(target.attributeAsString()),
                target.path() == null ? known(target.name()) : target.path(),
                known(target.requiresRecreationAsString()),
                known(detail.changeSourceAsString()),
                known(detail.causingEntity()),
                known(target.beforeValue()),
                known(target.afterValue()),
                known(detail.evaluationAsString()).equals("Dynamic"));
    }

    private static Change.Action action(@Nullable String action) {
        return switch (known(action)) {
            case "Add" -> Change.Action.ADD;
            case "Modify" -> Change.Action.MODIFY;
            case "Remove" -> Change.Action.REMOVE;
            case "Import" -> Change.Action.IMPORT;
            case "SyncWithActual" -> Change.Action.SYNC_WITH_ACTUAL;
            // What is not known might do anything: the most careful reading.
            default -> Change.Action.DYNAMIC;
        };
    }

    private static Change.Replacement replacement(@Nullable String replacement) {
        return switch (known(replacement)) {
            case "", "False" -> Change.Replacement.FALSE;
            case "True" -> Change.Replacement.TRUE;
            default -> Change.Replacement.CONDITIONAL;
        };
    }
}
