package dev.plumbline.accounts.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.accounts.stub.StubAws;
import dev.plumbline.accounts.stub.StubTable;
import dev.plumbline.estate.TargetKey;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** At which commit a target stands. */
class HeadTest {

    private static final String MAIN = "refs/heads/main";
    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
    private static final TargetKey DEV = new TargetKey("111111111111", "eu-west-1");
    private static final TargetKey PROD = new TargetKey("333333333333", "eu-west-1");

    private final Ledger ledger = Ledger.in(new StubAws(new StubTable()).hub(), "plumbline");

    @Test
    void standing_nothingDeployed_isNothing() {
        assertThat(standing(DEV)).isEmpty();
    }

    @Test
    void standing_deployedEverywhere_isThatAlsoWhereNothingWasToBeChanged() {
        deploys("c1", "run-1", NOW, true);

        assertThat(standing(DEV)).isEqualTo("c1");
    }

    @Test
    void standing_commitThatFailedLater_isEachTargetsOwn() {
        deploys("c1", "run-1", NOW, true);
        ledger.targets().deployed(DEV, "dev", "c2", NOW.plusSeconds(60));
        deploys("c2", "run-2", NOW.plusSeconds(120), false);

        assertThat(standing(DEV)).isEqualTo("c2");
        assertThat(standing(PROD)).isEqualTo("c1");
    }

    @Test
    void standing_targetOlderThanWhatIsEverywhere_isThat() {
        ledger.targets().deployed(DEV, "dev", "c1", NOW);
        deploys("c2", "run-2", NOW.plusSeconds(60), true);

        assertThat(standing(DEV)).isEqualTo("c2");
    }

    @Test
    void deployedEverywhere_ofARunThatWasOvertaken_doesNotCount() {
        deploys("c1", "run-1", NOW, true);
        claim("c2", "run-2");
        claim("c3", "run-3");

        assertThat(ledger.heads().deployedEverywhere(MAIN, "run-2", "c2", NOW.plusSeconds(60)))
                .isFalse();
        assertThat(standing(PROD)).isEqualTo("c1");
    }

    @Test
    void ungated_foundAgain_keepsWhenItWasFoundFirstUntilSomethingIsTakenUp() {
        ledger.heads().ungated(MAIN, "c2", NOW);
        ledger.heads().ungated(MAIN, "c2", NOW.plusSeconds(60));
        assertThat(ledger.heads().read(MAIN).ungated()).isEqualTo("c2");
        assertThat(ledger.heads().read(MAIN).ungatedSince()).isEqualTo(NOW);

        ledger.heads().ungated(MAIN, "c3", NOW.plusSeconds(120));
        assertThat(ledger.heads().read(MAIN).ungatedSince()).isEqualTo(NOW.plusSeconds(120));

        claim("c2", "run-1");
        assertThat(ledger.heads().read(MAIN).ungated()).isEmpty();
    }

    @Test
    void nothingUngated_branchMovedBack_forgets() {
        ledger.heads().ungated(MAIN, "c2", NOW);

        ledger.heads().nothingUngated(MAIN);

        assertThat(ledger.heads().read(MAIN).ungated()).isEmpty();
    }

    private void deploys(String commit, String run, Instant at, boolean everywhere) {
        claim(commit, run);
        if (everywhere) {
            ledger.heads().deployedEverywhere(MAIN, run, commit, at);
        } else {
            ledger.heads().end(MAIN, run, false);
        }
    }

    private void claim(String commit, String run) {
        ledger.heads().claim(ledger.heads().read(MAIN), commit, run);
    }

    private String standing(TargetKey target) {
        return ledger.heads().read(MAIN).standing(ledger.targets().read(target));
    }
}
