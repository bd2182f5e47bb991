package dev.plumbline.journeys;

import static dev.plumbline.cli.local.LocalAccount.PROD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.accounts.ledger.Line;
import dev.plumbline.accounts.ledger.Outcome;
import dev.plumbline.accounts.ledger.Verdict;
import dev.plumbline.cli.local.LocalAccount;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A push and what becomes of it, when nothing disturbs it. */
@ExtendWith(LocalDefault.class)
class DeploymentJourneyTest {

    private final Journey journey;

    DeploymentJourneyTest(Journey journey) {
        this.journey = journey;
    }

    @BeforeEach
    void restore() {
        journey.restore();
    }

    @Test
    void firstPush_emptyAccounts_deploysAndVerifiesAllFive() {
        Ended first = journey.first();

        assertThat(first.outcome()).as(first.toString()).isEqualTo(Outcome.DEPLOYED);
        for (LocalAccount account : LocalAccount.values()) {
            assertThat(first.target(account).outcome()).as(account.name()).isEqualTo(Outcome.DEPLOYED);
            assertThat(first.line(account, "network").verdict())
                    .as(account.name())
                    .isEqualTo(Verdict.HEALTHY);
        }
    }

    @Test
    void firstPush_severalWaves_beginsAWaveWhenTheOneBeforeIsVerified() {
        Instant stageVerified = end(journey.first().line(LocalAccount.STAGE, "network"));
        Instant prodBegan = journey.first().line(PROD, "notifications").startedAt();

        assertThat(prodBegan).isAfterOrEqualTo(stageVerified);
    }

    /**
     * ACM issues a certificate only for a name to which the DNS leads, and CloudFormation waits for it (User Guide,
     * AWS::CertificateManager::Certificate): so the first push asks for none, and the second turns all of them on. The
     * repository of an image is made by the first push, so an image is there for the second at the earliest.
     */
    @Test
    void secondPush_registrarRefersAndAnImageWasPushed_servesApplicationsByHttps() {
        Ended second = journey.second();

        assertThat(second.outcome()).as(second.toString()).isEqualTo(Outcome.DEPLOYED);
        assertThat(second.changed()).contains("dns", "cluster", "application");
        for (LocalAccount account : List.of(LocalAccount.DEV, LocalAccount.STAGE, PROD)) {
            assertThat(second.line(account, "dns").verdict()).as(account.name()).isEqualTo(Verdict.HEALTHY);
            assertThat(new LoadBalancers(journey.administrator(account)).listeners())
                    .as(account.name())
                    .containsExactly("443 HTTPS", "80 HTTP");
        }
    }

    @Test
    void push_nothingChanged_asksNoAccountAnything() {
        Ended run = journey.push(journey.baseline().write("README.md", "A word more.\n"));

        assertThat(run.outcome()).as(run.toString()).isEqualTo(Outcome.UNCHANGED);
        assertThat(run.served().rows()).isEmpty();
    }

    @Test
    void push_oneParameterOfProd_changesThatStackAlone() {
        Ended run = journey.push(
                journey.baseline().replace("prod", "FlowLogRetentionDays: 365", "FlowLogRetentionDays: 180"));

        assertThat(run.outcome()).as(run.toString()).isEqualTo(Outcome.DEPLOYED);
        assertThat(run.changed()).containsExactly("network");
        assertThat(run.line(PROD, "network").verdict()).isEqualTo(Verdict.HEALTHY);
        assertThat(Arrays.stream(LocalAccount.values())
                        .filter(account -> account != PROD)
                        .mapToInt(run.served()::in))
                .containsOnly(0);
        assertThat(run.served().of(PROD, "ExecuteChangeSet")).isEqualTo(1);
        assertThat(run.served().of(PROD, "CreateChangeSet")).isEqualTo(1);
    }

    @Test
    void push_blueprintOfTheCompany_isDeployedAndVerifiedLikeABuiltInOne() {
        Ended run = journey.push(journey.baseline()
                .write("blueprints/journal.yaml", Blueprints.JOURNAL)
                .addStack("stage", Blueprints.journal("orders", 7)));

        assertThat(run.outcome()).as(run.toString()).isEqualTo(Outcome.DEPLOYED);
        assertThat(run.line(LocalAccount.STAGE, "orders").verdict()).isEqualTo(Verdict.HEALTHY);
    }

    @Test
    void push_invalidCommit_deploysNothingAndTellsEveryError() {
        Ended run = journey.push(journey.baseline()
                .replace("prod", "CidrBlock: 10.30.0.0/16", "CidrBlok: 10.30.0.0/16")
                .replace("stage", "blueprint: vpc", "blueprint: vcp"));

        assertThat(run.outcome()).as(run.toString()).isEqualTo(Outcome.INVALID);
        assertThat(run.run().reason())
                .contains("environments/prod.yaml:", "environments/stage.yaml:")
                .contains("CidrBlok", "vcp");
        assertThat(run.served().rows()).isEmpty();
    }

    private static Instant end(Line line) {
        return line.startedAt().plus(line.took());
    }
}
