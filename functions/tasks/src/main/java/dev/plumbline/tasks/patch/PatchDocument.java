package dev.plumbline.tasks.patch;

import dev.plumbline.accounts.ledger.Patch;
import java.util.List;

/** What became of patches, as machines read it from a message; its fields are in docs/reference/messages.md. */
record PatchDocument(int version, String kind, String organization, String run, String reason, List<Entry> patches) {

    private static final int MOST = 500;

    /** One patch. */
    record Entry(
            String environment,
            String account,
            String region,
            String stack,
            String what,
            String subject,
            String from,
            String to,
            String status,
            String reason) {

        static Entry of(Patch patch) {
            return new Entry(
                    patch.environment(),
                    patch.stack().target().account(),
                    patch.stack().target().region(),
                    patch.stack().stack(),
                    patch.kind(),
                    patch.subject(),
                    patch.from(),
                    patch.to(),
                    patch.status().label(),
                    patch.reason());
        }
    }

    static PatchDocument of(String kind, String organization, String run, String reason, List<Patch> patches) {
        return new PatchDocument(
                1,
                kind,
                organization,
                run,
                reason,
                patches.stream().limit(MOST).map(Entry::of).toList());
    }
}
