package dev.plumbline.accounts.requests;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;

/**
 * What was asked of AWS.
 *
 * @param purpose what it was for
 * @param service the service, such as {@code CloudFormation}
 * @param action the action, such as {@code DescribeStacks}
 */
public record RequestKind(Purpose purpose, String service, String action) implements Comparable<RequestKind> {

    private static final Comparator<RequestKind> ORDER = Comparator.comparing(RequestKind::purpose)
            .thenComparing(RequestKind::service)
            .thenComparing(RequestKind::action);

    /** Checks that nothing is missing. */
    public RequestKind {
        requireNonNull(purpose, "purpose is null");
        requireNonNull(service, "service is null");
        requireNonNull(action, "action is null");
    }

    /** Returns the kind as one word, such as {@code change/CloudFormation/CreateChangeSet}. */
    public String label() {
        return purpose.label() + "/" + service + "/" + action;
    }

    /**
     * Reads what {@link #label} wrote.
     *
     * @throws IllegalArgumentException where it is something else
     */
    public static RequestKind parse(String label) {
        String[] parts = label.split("/", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException("not a kind of request: " + label);
        }
        return new RequestKind(Purpose.labelled(parts[0]), parts[1], parts[2]);
    }

    @Override
    public int compareTo(RequestKind other) {
        return ORDER.compare(this, other);
    }
}
