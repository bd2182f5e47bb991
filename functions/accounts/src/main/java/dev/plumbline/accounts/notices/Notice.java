package dev.plumbline.accounts.notices;

import static java.util.Objects.requireNonNull;

import java.util.Locale;

/**
 * What people are told. The attributes let them filter what they subscribe to.
 *
 * @param subject the heading of the mail; shortened and stripped of what SNS does not take
 * @param message the text
 * @param environment the environment it is about, or {@code all}
 * @param severity how bad it is
 * @param kind what it is about, such as {@code deployment-failed}
 */
public record Notice(String subject, String message, String environment, Severity severity, String kind) {

    private static final int SUBJECT_LENGTH = 100;
    private static final int MESSAGE_LENGTH = 200_000;

    /** Makes the subject fit and checks that nothing is missing or empty that SNS refuses when empty. */
    public Notice {
        subject = fit(requireNonNull(subject, "subject is null"));
        requireNonNull(message, "message is null");
        requireNonNull(environment, "environment is null");
        requireNonNull(severity, "severity is null");
        requireNonNull(kind, "kind is null");
        if (message.isEmpty() || environment.isEmpty() || kind.isEmpty()) {
            throw new IllegalArgumentException("a notice needs a message, an environment and a kind");
        }
        message = message.length() <= MESSAGE_LENGTH ? message : message.substring(0, MESSAGE_LENGTH) + "\n…";
    }

    /** SNS takes printable ASCII that begins with a letter, digit or punctuation. */
    private static String fit(String subject) {
        String ascii = subject.replaceAll("[^ -~]+", " ").strip();
        String there = ascii.isEmpty() ? "Plumbline" : ascii;
        return there.length() <= SUBJECT_LENGTH ? there : there.substring(0, SUBJECT_LENGTH - 3) + "...";
    }

    /** How bad it is. */
    public enum Severity {
        /** For the record. */
        INFO,
        /** Somebody should look when there is time. */
        WARNING,
        /** Somebody has to act. */
        ERROR;

        /** Returns the severity as filter policies spell it. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
