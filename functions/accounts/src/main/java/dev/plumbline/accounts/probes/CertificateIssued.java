package dev.plumbline.accounts.probes;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.certificates.Certificate;
import dev.plumbline.accounts.certificates.Certificates;
import dev.plumbline.accounts.session.Session;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/** Whether a certificate is issued, not about to end, and its renewal does not fail. None passes. */
final class CertificateIssued implements Probe {

    /** ACM renews from 60 days before the end; a month later something holds it up. */
    private static final Duration LEAST = Duration.ofDays(30);

    private final Clock clock;

    CertificateIssued(Clock clock) {
        this.clock = requireNonNull(clock, "clock is null");
    }

    @Override
    public String name() {
        return "certificate-issued";
    }

    @Override
    public SortedSet<String> required() {
        return Probes.arguments();
    }

    @Override
    public SortedSet<String> optional() {
        return Probes.arguments("CertificateArn");
    }

    @Override
    public ProbeResult look(ProbeArguments arguments, Session session) {
        String expected = "issued, for " + LEAST.toDays() + " days at least, its renewal not failed";
        List<String> arns = arguments.texts("CertificateArn");
        if (arns.isEmpty()) {
            return new ProbeResult(true, "", expected, "no certificate");
        }
        Optional<Certificate> found = Certificates.in(session).find(arns.getFirst());
        return new ProbeResult(
                found.filter(this::good).isPresent(),
                arns.getFirst(),
                expected,
                found.map(CertificateIssued::describe).orElse("no such certificate"));
    }

    private boolean good(Certificate certificate) {
        Instant soon = clock.instant().plus(LEAST);
        return certificate.status().equals("ISSUED")
                && certificate.ends().filter(soon::isBefore).isPresent()
                && !certificate.renewal().equals("FAILED");
    }

    private static String describe(Certificate certificate) {
        String renewal = certificate.renewal().isEmpty() ? "" : ", renewal " + certificate.renewal();
        return certificate.status()
                + certificate.ends().map(end -> " until " + end).orElse("")
                + renewal;
    }
}
