package dev.plumbline.accounts.certificates;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/**
 * A certificate.
 *
 * @param status its status, in ACM's words
 * @param renewal the status of its renewal, or empty while none is under way
 * @param ends when it is no longer valid, or nothing where it was never issued
 */
public record Certificate(String status, String renewal, Optional<Instant> ends) {

    /** Checks that nothing is missing. */
    public Certificate {
        requireNonNull(status, "status is null");
        requireNonNull(renewal, "renewal is null");
        requireNonNull(ends, "ends is null");
    }
}
