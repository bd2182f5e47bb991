package dev.plumbline.accounts.probes;

import dev.plumbline.accounts.secrets.SecretState;
import dev.plumbline.accounts.secrets.SecretStates;
import dev.plumbline.accounts.session.Session;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/** Whether a secret is there, encrypted with its key, rotated in time, and read by somebody. */
final class SecretInHand implements Probe {

    /** Secrets Manager tries a failed rotation again before a person has to look. */
    private static final Duration PATIENCE = Duration.ofDays(2);

    private final InstantSource clock;

    SecretInHand(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public String name() {
        return "secret-in-hand";
    }

    @Override
    public SortedSet<String> required() {
        return Probes.arguments("SecretId", "KeyArn", "RotationDays", "UnusedDays");
    }

    @Override
    public SortedSet<String> optional() {
        return Probes.arguments();
    }

    @Override
    public boolean comesWithTime() {
        return false;
    }

    @Override
    public ProbeResult look(ProbeArguments arguments, Session session) {
        String id = arguments.text("SecretId");
        int rotation = Integer.parseInt(arguments.text("RotationDays"));
        int unused = Integer.parseInt(arguments.text("UnusedDays"));
        String expected = (rotation == 0 ? "there" : "rotated every " + rotation + " days")
                + (unused == 0 ? "" : ", read within " + unused + " days");
        Optional<SecretState> found = SecretStates.in(session).find(id);
        if (found.isEmpty()) {
            return new ProbeResult(false, id, expected, "no such secret");
        }
        List<String> wrong = wrong(found.get(), rotation, unused, clock.instant());
        if (!found.get().key().equals(arguments.text("KeyArn"))) {
            wrong.add("encrypted with "
                    + (found.get().key().isEmpty()
                            ? "AWS's own key"
                            : found.get().key()));
        }
        return new ProbeResult(wrong.isEmpty(), id, expected, wrong.isEmpty() ? "in hand" : String.join("; ", wrong));
    }

    private static List<String> wrong(SecretState secret, int rotation, int unused, Instant now) {
        List<String> wrong = new ArrayList<>();
        if (rotation > 0 && !secret.rotates()) {
            wrong.add("rotation is off");
        }
        if (rotation > 0
                && secret.changedAt()
                        .plus(Duration.ofDays(rotation))
                        .plus(PATIENCE)
                        .isBefore(now)) {
            wrong.add("last rotated at " + secret.changedAt());
        }
        Instant read = secret.readAt().orElse(secret.madeAt());
        if (unused > 0 && read.plus(Duration.ofDays(unused)).isBefore(now)) {
            wrong.add(
                    secret.readAt().map(at -> "last read at " + at).orElse("never read since it was made at " + read));
        }
        return wrong;
    }
}
