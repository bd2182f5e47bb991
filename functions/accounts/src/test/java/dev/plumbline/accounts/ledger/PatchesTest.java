package dev.plumbline.accounts.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.accounts.stub.StubAws;
import dev.plumbline.accounts.stub.StubTable;
import dev.plumbline.estate.StackKey;
import dev.plumbline.estate.TargetKey;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PatchesTest {

    private static final Instant NOW = Instant.parse("2026-11-29T01:30:00Z");
    private static final TargetKey DEV = new TargetKey("111111111111", "eu-west-1");

    private final Patches patches =
            Ledger.in(new StubAws(new StubTable()).hub(), "plumbline").patches();

    @Test
    void put_again_takesThePlaceOfWhatWasKnownOfTheSubject() {
        Patch before = patch("17.6", PatchStatus.PENDING);
        patches.put(before);
        patches.put(patch("17.7", PatchStatus.BLOCKED));

        assertThat(patches.of(DEV)).containsExactly(patch("17.7", PatchStatus.BLOCKED));
    }

    @Test
    void forget_anotherThanIsKnown_doesNothing() {
        patches.put(patch("17.7", PatchStatus.PENDING));
        patches.forget(patch("17.6", PatchStatus.PENDING));
        assertThat(patches.of(DEV)).hasSize(1);

        patches.forget(patch("17.7", PatchStatus.PENDING));
        assertThat(patches.of(DEV)).isEmpty();
    }

    @Test
    void end_repeated_isAppliedOnce() {
        Patch begun = patch("17.7", PatchStatus.PENDING).begun("run-1", NOW);
        Patch ended = begun.ended(PatchStatus.DONE, "", NOW.plusSeconds(60));
        patches.put(begun);

        patches.end(begun.ended(PatchStatus.DONE, "", NOW.plusSeconds(59)), NOW.plusSeconds(59));
        patches.end(ended, NOW.plusSeconds(60));

        assertThat(patches.of(DEV)).containsExactly(ended);
        assertThat(patches.applied(DEV, 10)).containsExactly(ended);
        assertThat(ended.startedAt()).contains(NOW);
    }

    private static Patch patch(String to, PatchStatus status) {
        return new Patch(
                new StackKey(DEV, "database"),
                "dev",
                2,
                "engine-version",
                "dev-app",
                "17.5",
                to,
                "upgrade",
                status,
                "",
                NOW,
                NOW.plusSeconds(3_600),
                "",
                null,
                null);
    }
}
