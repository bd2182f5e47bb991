package dev.plumbline.cli.patches;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.accounts.ledger.Patch;
import dev.plumbline.accounts.ledger.PatchStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Patches as lines.
 *
 * @param now the time, to tell how old they are
 */
public record PatchLines(Instant now) {

    /** Checks that nothing is missing. */
    public PatchLines {
        requireNonNull(now, "now is null");
    }

    /** Returns two lines for each patch: what and where, and what becomes of it. */
    public List<String> of(List<Patch> patches) {
        return patches.stream()
                .sorted(Comparator.comparingInt(Patch::wave)
                        .thenComparing(Patch::environment)
                        .thenComparing(Patch::id))
                .flatMap(patch -> Stream.of(what(patch), "    " + fate(patch)))
                .toList();
    }

    /** Returns what a run has applied, in a few words. */
    public String summary(List<Patch> patches, String run) {
        List<Patch> ours =
                patches.stream().filter(patch -> patch.run().equals(run)).toList();
        long failed = ours.stream()
                .filter(patch -> patch.status() == PatchStatus.FAILED)
                .count();
        long waiting = patches.stream().filter(patch -> !patch.status().ended()).count();
        return "%d applied, %d went wrong, %d wait".formatted(ours.size() - failed, failed, waiting);
    }

    private static String what(Patch patch) {
        return "%-16s %-18s %s: %s -> %s"
                .formatted(patch.environment(), patch.stack().stack(), patch.subject(), patch.from(), patch.to());
    }

    private String fate(Patch patch) {
        String reason = patch.reason().isEmpty() ? "" : ": " + patch.reason();
        String opens = patch.opensAt()
                .filter(at -> !patch.status().ended())
                .map(at -> at.isAfter(now) ? ", window opens " + minute(at) : ", window is open")
                .orElse("");
        return patch.status().label() + reason + since(patch) + opens;
    }

    private String since(Patch patch) {
        return patch.endedAt()
                .map(ended -> " at " + minute(ended) + " by " + patch.run())
                .orElseGet(() -> ", seen " + age(Duration.between(patch.seenAt(), now)) + " ago");
    }

    private static String age(Duration age) {
        if (age.toDays() > 0) {
            return age.toDays() + " d";
        }
        return age.toHours() > 0 ? age.toHours() + " h" : age.toMinutes() + " min";
    }

    private static String minute(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MINUTES).toString().replace(":00Z", "Z");
    }

    /** Returns a patch for programs. */
    public static ObjectNode document(Patch patch) {
        ObjectNode document = JsonNodeFactory.instance
                .objectNode()
                .put("environment", patch.environment())
                .put("account", patch.stack().target().account())
                .put("region", patch.stack().target().region())
                .put("stack", patch.stack().stack())
                .put("wave", patch.wave())
                .put("kind", patch.kind())
                .put("subject", patch.subject())
                .put("from", patch.from())
                .put("to", patch.to())
                .put("says", patch.says())
                .put("status", patch.status().label())
                .put("reason", patch.reason())
                .put("seenAt", patch.seenAt().toString())
                .put("run", patch.run());
        patch.opensAt().ifPresent(at -> document.put("opensAt", at.toString()));
        patch.startedAt().ifPresent(at -> document.put("startedAt", at.toString()));
        patch.endedAt().ifPresent(at -> document.put("endedAt", at.toString()));
        return document;
    }
}
