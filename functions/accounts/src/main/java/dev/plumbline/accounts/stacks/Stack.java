package dev.plumbline.accounts.stacks;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A stack as CloudFormation describes it.
 *
 * @param name its name
 * @param idOrNull its ARN, or null where it is missing
 * @param status the status in CloudFormation's words, {@code DELETE_COMPLETE} where it is missing
 * @param reason what CloudFormation says about the status, often empty
 * @param outputs its outputs
 * @param parameters its parameters; those without echo are shown as asterisks
 * @param tags its tags
 * @param changeSetOrNull ARN of the change set that was executed last, or null
 * @param changedAt when its last change began, whoever made it and in whichever way; the epoch where it is missing
 */
public record Stack(
        String name,
        @Nullable String idOrNull,
        String status,
        String reason,
        SortedMap<String, String> outputs,
        SortedMap<String, String> parameters,
        SortedMap<String, String> tags,
        @Nullable String changeSetOrNull,
        Instant changedAt) {

    /** Copies the maps and checks that nothing is missing. */
    public Stack {
        requireNonNull(name, "name is null");
        requireNonNull(status, "status is null");
        requireNonNull(reason, "reason is null");
        requireNonNull(changedAt, "changedAt is null");
        outputs = Collections.unmodifiableSortedMap(new TreeMap<>(outputs));
        parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
        tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
    }

    /** Returns a stack that is not there. */
    public static Stack missing(String name) {
        TreeMap<String, String> nothing = new TreeMap<>();
        return new Stack(name, null, "DELETE_COMPLETE", "", nothing, nothing, nothing, null, Instant.EPOCH);
    }

    /** Returns what can be done next with it. */
    public StackState state() {
        return StackState.of(status);
    }

    /** Returns the values of those of some parameters that it has. */
    public SortedMap<String, String> parameters(Collection<String> names) {
        TreeMap<String, String> some = new TreeMap<>(parameters);
        some.keySet().retainAll(names);
        return some;
    }

    /** Returns its ARN, or nothing where it is missing. */
    public Optional<String> id() {
        return Optional.ofNullable(idOrNull);
    }

    /** Returns the name of the change set that was executed last, or nothing where there was none. */
    public Optional<String> changeSetName() {
        return Optional.ofNullable(changeSetOrNull).map(Stack::nameInArn);
    }

    /** An ARN of a change set ends with {@code changeSet/name/uuid}. */
    private static String nameInArn(String arn) {
        String[] parts = arn.split("/", -1);
        return parts.length == 3 ? parts[1] : arn;
    }
}
