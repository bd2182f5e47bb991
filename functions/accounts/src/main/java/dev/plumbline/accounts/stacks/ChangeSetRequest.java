package dev.plumbline.accounts.stacks;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A change set to be made. The same request made twice makes one.
 *
 * @param stackName name of the stack
 * @param name name of the change set, which carries the digest of what is intended
 * @param kind whether the stack is there already
 * @param templateUrl where CloudFormation reads the template
 * @param parameters every parameter that is given a value
 * @param kept parameters that keep the value that the stack has, whatever is given
 * @param tags tags of the stack
 * @param roleArn the role under which CloudFormation will work; empty for the one that the stack has
 * @param token makes a repeated request the same request; {@code [a-zA-Z0-9][-a-zA-Z0-9]*}
 * @param description for people who look at it in the console
 * @param revertsDrift whether it compares with the live resources as well, to put them back
 */
public record ChangeSetRequest(
        String stackName,
        String name,
        Kind kind,
        String templateUrl,
        SortedMap<String, String> parameters,
        SortedSet<String> kept,
        SortedMap<String, String> tags,
        String roleArn,
        String token,
        String description,
        boolean revertsDrift) {

    /** Copies the maps and checks that nothing is missing. */
    public ChangeSetRequest {
        requireNonNull(stackName, "stackName is null");
        requireNonNull(name, "name is null");
        requireNonNull(kind, "kind is null");
        requireNonNull(templateUrl, "templateUrl is null");
        parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
        kept = Collections.unmodifiableSortedSet(new TreeSet<>(kept));
        tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
        requireNonNull(roleArn, "roleArn is null");
        requireNonNull(token, "token is null");
        requireNonNull(description, "description is null");
        if (revertsDrift && kind == Kind.CREATE) {
            throw new IllegalArgumentException("a stack that is created has nothing to revert: " + stackName);
        }
    }

    /** Makes the request for a change set that compares with the template that was deployed last. */
    public ChangeSetRequest(
            String stackName,
            String name,
            Kind kind,
            String templateUrl,
            SortedMap<String, String> parameters,
            SortedSet<String> kept,
            SortedMap<String, String> tags,
            String roleArn,
            String token,
            String description) {
        this(stackName, name, kind, templateUrl, parameters, kept, tags, roleArn, token, description, false);
    }

    /** Returns the same request with values for parameters in the place of what they were given or keep. */
    public ChangeSetRequest with(SortedMap<String, String> values) {
        SortedMap<String, String> all = new TreeMap<>(parameters);
        all.putAll(values);
        SortedSet<String> others = new TreeSet<>(kept);
        others.removeAll(values.keySet());
        return new ChangeSetRequest(
                stackName, name, kind, templateUrl, all, others, tags, roleArn, token, description, revertsDrift);
    }

    /** Returns the same request, comparing with the live resources as well. */
    public ChangeSetRequest reverting() {
        return new ChangeSetRequest(
                stackName, name, kind, templateUrl, parameters, kept, tags, roleArn, token, description, true);
    }

    /** Whether the stack is there already. */
    public enum Kind {
        /** There is no stack, or one that is only under review. */
        CREATE,
        /** The stack stands. */
        UPDATE
    }
}
