package dev.plumbline.journeys;

import static dev.plumbline.cli.local.LocalAccount.DEV;
import static dev.plumbline.cli.local.LocalAccount.SECURITY;
import static dev.plumbline.cli.local.LocalAccount.STAGE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.accounts.ledger.DriftState;
import dev.plumbline.accounts.ledger.Outcome;
import dev.plumbline.accounts.ledger.TargetOutcome;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.iam.IamClient;

/** An account into which the control plane cannot look: not bootstrapped, closed, locked out. It fails alone. */
@ExtendWith(LocalDefault.class)
class UnreachableAccountJourneyTest {

    /** Nobody has ever deployed bootstrap/ there; what is in no organisation trusts nobody either. */
    private static final String STRANGER = "666666666666";

    private static final String SANDBOX = """
            environment: sandbox
            account: "%s"

            stacks:
              journal:
                blueprint: journal
                parameters: { RetentionDays: 7 }
            """.formatted(STRANGER);
    private static final String DENY = "{\"Version\":\"2012-10-17\",\"Statement\":["
            + "{\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"*\"}]}";

    private final Journey journey;

    UnreachableAccountJourneyTest(Journey journey) {
        this.journey = journey;
    }

    @BeforeEach
    void restore() {
        journey.restore();
    }

    /** AssumeRole is answered with AccessDenied whether the role is not there or does not trust the caller (STS). */
    @Test
    void push_withAnAccountThatNobodyBootstrapped_deploysItsSiblingsAndNoLaterWave() {
        Ended run = journey.push(journey.baseline()
                .write("blueprints/journal.yaml", Blueprints.JOURNAL)
                .write("environments/sandbox.yaml", SANDBOX)
                .replaceInRoot("  - [dev]\n", "  - [dev, sandbox]\n")
                .addStack("dev", Blueprints.journal("journal", 7))
                .addStack("stage", Blueprints.journal("journal", 7)));

        assertThat(run.outcome()).as(run.toString()).isEqualTo(Outcome.FAILED);
        assertThat(run.target(DEV).outcome()).as(run.toString()).isEqualTo(Outcome.DEPLOYED);
        assertThat(run.line(DEV, "journal").action()).isEqualTo("create");
        assertThat(journey.target(STAGE).stacks()).doesNotContainKey("journal");
        assertThat(run.targets())
                .filteredOn(outcome -> outcome.outcome() == Outcome.STALLED)
                .extracting(TargetOutcome::target)
                .extracting(Object::toString)
                .containsExactly(STRANGER + "/eu-west-1");
        String why = "Could not assume arn:aws:iam::" + STRANGER + ":role/plumbline-plan";
        assertThat(run.run().reason()).contains("sandbox eu-west-1: " + why, "Deploy the templates bootstrap/");
        assertThat(journey.command("run", run.run().id())).startsWith("1\n").contains(why);
        assertThat(journey.command("explain", run.run().id())).contains(why, "plumbline resume");
        assertThat(journey.command("status")).startsWith("1\n").contains("could not be looked into", why);
    }

    @Test
    void schedule_whileAnAccountIsLockedOut_putsBackTheDriftOfTheOthers() {
        IamClient security = journey.administrator(SECURITY).client(IamClient.class, IamClient::builder);
        security.putRolePolicy(request ->
                request.roleName("plumbline-plan").policyName("locked-out").policyDocument(DENY));
        try {
            journey.heard(SECURITY, Instant.now().minus(Duration.ofHours(25)));
            journey.disturb(DEV, "network", "FlowLogGroup", Drifts.SHORTER);

            Ended run = journey.scheduledEverywhere();

            assertThat(run.outcome()).as(run.toString()).isEqualTo(Outcome.FAILED);
            assertThat(run.run().reason()).contains("security eu-west-1: Could not ");
            assertThat(run.target(SECURITY).outcome()).isEqualTo(Outcome.STALLED);
            assertThat(run.target(DEV).outcome()).as(run.toString()).isEqualTo(Outcome.DEPLOYED);
            assertThat(journey.deployedRetention()).isEqualTo(7);
            assertThat(journey.ledger().drifts().ofRun(run.run().id()))
                    .singleElement()
                    .satisfies(drift -> assertThat(drift.state()).isEqualTo(DriftState.REVERTED));
        } finally {
            security.deleteRolePolicy(
                    request -> request.roleName("plumbline-plan").policyName("locked-out"));
        }

        assertThat(journey.scheduledEverywhere().outcome().good()).isTrue();
        assertThat(journey.target(SECURITY).unreachable()).isEmpty();
        journey.heard(SECURITY, Instant.now());
    }
}
