package dev.plumbline.accounts.probes;

import static java.util.Objects.requireNonNull;

/**
 * What a probe saw.
 *
 * @param passed whether it is as it should be
 * @param resource what it looked at; where it is not as it should be, the resources at fault
 * @param expected what it should be, for people
 * @param seen what it is, for people
 */
public record ProbeResult(boolean passed, String resource, String expected, String seen) {
    /** Checks that nothing is missing. */
    public ProbeResult {
        requireNonNull(resource, "resource is null");
        requireNonNull(expected, "expected is null");
        requireNonNull(seen, "seen is null");
    }
}
