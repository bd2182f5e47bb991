package dev.plumbline.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plumbline.accounts.ledger.Outcome;
import dev.plumbline.accounts.ledger.Run;
import dev.plumbline.accounts.ledger.Verdict;
import dev.plumbline.cli.local.Checkout;
import dev.plumbline.cli.local.LocalAccount;
import dev.plumbline.cli.process.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A release as the example application's pipeline makes it: its very scripts push a commit to the live repository for
 * each environment, and what comes of that is a verified deployment of one stack.
 */
@ExtendWith(LocalDefault.class)
class ReleaseJourneyTest {

    private static final String NEVER_PUSHED =
            "555555555555.dkr.ecr.eu-west-1.amazonaws.com/shop:0123456789ab@sha256:" + "a1".repeat(32);

    private final Journey journey;

    ReleaseJourneyTest(Journey journey) {
        this.journey = journey;
    }

    @Test
    void release_ofDevAndPromotedToStageAndProd_deploysThatStackAloneInEach() {
        journey.restore();
        String image = journey.organization().pipeline().publish();

        assertReleased(script("deploy.sh", "dev", image), LocalAccount.DEV, image);
        assertReleased(script("promote.sh", "dev", "stage", image), LocalAccount.STAGE, image);
        assertReleased(script("promote.sh", "stage", "prod", image), LocalAccount.PROD, image);
    }

    /**
     * A pod of an image that is not there waits, and the rollout has failed once its deadline is over (Kubernetes,
     * "Images" and "Deployments").
     */
    @Test
    void release_imageThatNobodyPushed_failsWithWhatThePodSaysAndKeepsTheOneBefore() {
        journey.restore();
        String before = imageIn(LocalAccount.DEV);

        Ended run = script("deploy.sh", "dev", NEVER_PUSHED);

        assertThat(run.outcome()).as(run.toString()).isEqualTo(Outcome.FAILED);
        assertThat(run.line(LocalAccount.DEV, "application").reason())
                .contains("Deployment shop/shop does not get ready", "ImagePullBackOff", "shop:0123456789ab");
        assertThat(imageIn(LocalAccount.DEV)).isEqualTo(before);
        journey.restore();
    }

    /** The stack was changed in one account and is well; nothing else was so much as asked there or anywhere. */
    private void assertReleased(Ended run, LocalAccount account, String image) {
        assertThat(run.outcome()).as(run.toString()).isEqualTo(Outcome.DEPLOYED);
        assertThat(run.changed()).containsExactly("application");
        assertThat(run.line(account, "application").verdict()).isEqualTo(Verdict.HEALTHY);
        assertThat(run.served().of(account, "CreateChangeSet")).isEqualTo(1);
        assertThat(Arrays.stream(LocalAccount.values())
                        .filter(other -> other != account)
                        .mapToInt(run.served()::in))
                .as("requests to other accounts than " + account)
                .containsOnly(0);
        assertThat(imageIn(account)).isEqualTo(image);
    }

    /** The image that the stack of an account has, as CloudFormation tells. */
    private String imageIn(LocalAccount account) {
        return new Account(journey.administrator(account))
                .stack("estate-application").parameters().stream()
                        .filter(parameter -> parameter.parameterKey().equals("Image"))
                        .map(parameter -> parameter.parameterValue())
                        .findFirst()
                        .orElseThrow();
    }

    /**
     * Runs a script of the pipeline, whose push the repository's hook tells the webhook of, and waits for the run: the
     * list of runs says its commit once it has ended.
     */
    private Ended script(String name, String... arguments) {
        Path scripts = Checkout.current().exampleEstate().resolve("../app/ci");
        journey.organization().emulator().forgetRequests();
        String said = Command.of("bash", scripts.resolve(name).toString())
                .and(arguments)
                .with(
                        "LIVE_REPOSITORY",
                        journey.organization().home().liveRepository().toString())
                .run();
        String commit = journey.organization().head();
        assertThat(said).contains(commit);
        Run started = await("the run of " + said)
                .atMost(Duration.ofMinutes(5))
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () -> journey.ledger().runs().recent(Instant.now(), 10).stream()
                                .filter(run -> run.commit().equals(commit))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
        return journey.ended(started.id());
    }
}
