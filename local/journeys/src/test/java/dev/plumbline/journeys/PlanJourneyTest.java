package dev.plumbline.journeys;

import static dev.plumbline.cli.local.LocalAccount.DEV;
import static dev.plumbline.cli.local.LocalAccount.STAGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plumbline.accounts.preview.Preview;
import dev.plumbline.accounts.preview.ResourceDiff;
import dev.plumbline.accounts.preview.Sign;
import dev.plumbline.accounts.preview.StackPreview;
import dev.plumbline.cli.deployment.Plans;
import dev.plumbline.cli.live.LiveFolder;
import dev.plumbline.cli.local.Delivery;
import dev.plumbline.cli.local.LocalAccount;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;

/** What a pull request and a person are told of a change before anybody makes it. */
@ExtendWith(LocalDefault.class)
class PlanJourneyTest {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Journey journey;
    private final String branch = "change-" + UUID.randomUUID();

    PlanJourneyTest(Journey journey) {
        this.journey = journey;
    }

    @BeforeEach
    void restore() {
        journey.restore();
    }

    @Test
    void pullRequest_thatChangesAndAdds_isToldInOneCommentThatIsUpdated() throws IOException {
        LiveTree tree = journey.baseline().replace("dev", "FlowLogRetentionDays: 7", "FlowLogRetentionDays: 14");

        List<String> first = comments(propose(tree));
        assertThat(first).hasSize(1);
        assertThat(first.getFirst())
                .contains("### Plan: 1 to change", "dev eu-west-1 network is changed", "RetentionInDays: 7 → 14");

        Delivery again = propose(tree.write("blueprints/journal.yaml", Blueprints.JOURNAL)
                .addStack("stage", Blueprints.journal("letters", 7)));
        List<String> second = comments(again);
        assertThat(second).hasSize(1);
        assertThat(second.getFirst())
                .contains("### Plan: 1 to add, 1 to change", "stage eu-west-1 letters is created")
                .contains("+   Journal (AWS::Logs::LogGroup)");
        assertThat(status(again)).isEqualTo("success");
        assertThat(leftovers(DEV)).isEmpty();
        assertThat(reviewed(STAGE)).isEmpty();
    }

    @Test
    void plan_ofAStackThatLeavesTheEstate_showsItsResourcesGoing() {
        journey.push(withOrders());

        Preview preview = plan(journey.baseline());

        StackPreview orders = preview.stacks().findFirst().orElseThrow();
        assertThat(orders.action()).isEqualTo(StackPreview.Action.REMOVE);
        assertThat(orders.asks()).isTrue();
        assertThat(orders.resources()).extracting(ResourceDiff::sign).containsExactly(Sign.REMOVE);
    }

    @Test
    void pullRequest_thatBreaks_isToldAtItsLinesAndChangesNothing() throws IOException {
        Delivery delivery =
                propose(journey.baseline().replace("prod", "CidrBlock: 10.30.0.0/16", "CidrBlok: 10.30.0.0/16"));

        assertThat(comments(delivery).getFirst()).contains("nothing was planned", "environments/prod.yaml:");
        assertThat(status(delivery)).isEqualTo("failure");
        assertThat(beside(delivery)
                        .at("/checks/plumbline~1estate/output/annotations/0/path")
                        .asText())
                .isEqualTo("environments/prod.yaml");
    }

    /** Threat model: an unmerged pull request has nothing run and nothing read. */
    @Test
    void pullRequest_thatIncludesAnObjectOrRunsAMacro_isRefusedBeforeAnAccountIsAsked() throws IOException {
        String attack = Blueprints.JOURNAL + """
                Transform: [Exfiltrate]
                Mappings:
                  Fn::Transform: { Name: AWS::Include, Parameters: { Location: s3://plumbline-555555555555/plan.json } }
                """;
        journey.organization().emulator().forgetRequests();
        Delivery delivery = propose(journey.baseline()
                .replaceInRoot("policies:\n", "policies:\n  transforms: [Exfiltrate, \"AWS::Include\"]\n")
                .write("blueprints/journal.yaml", attack)
                .addStack("dev", Blueprints.journal("letters", 7)));

        assertThat(comments(delivery).getFirst())
                .contains("nothing was planned", "blueprints/journal.yaml:")
                .contains("the transform Exfiltrate is not allowed", "the transform AWS::Include is not allowed");
        assertThat(status(delivery)).isEqualTo("failure");
        assertThat(Served.read(journey.organization().emulator().requests()).of(DEV, "CreateChangeSet"))
                .isZero();
    }

    /**
     * Threat model, {@code name-an-outside-account}: nobody stands for a pull request's commit, and its accounts are
     * anybody's.
     */
    @Test
    void pullRequest_thatNamesAnAccountThatTheBranchDoesNotKnow_isPlannedWithoutAskingIt() throws IOException {
        Delivery delivery = propose(journey.baseline()
                .write("blueprints/journal.yaml", Blueprints.JOURNAL)
                .write("environments/sandbox.yaml", """
                        environment: sandbox
                        account: "666666666666"

                        stacks:
                          letters: { blueprint: journal, parameters: { RetentionDays: 7 } }
                        """)
                .replaceInRoot("  - [dev]\n", "  - [dev, sandbox]\n"));

        assertThat(comments(delivery).getFirst())
                .contains("sandbox eu-west-1 letters is created", "+   Journal (AWS::Logs::LogGroup)")
                .contains("Nothing was asked of account 666666666666")
                .doesNotContain("Could not assume");
        assertThat(status(delivery)).isEqualTo("success");
    }

    @Test
    void pullRequest_ofADraft_getsNone() {
        Delivery delivery = journey.organization().propose(journey.baseline().folder(), branch, "Not ready", true);

        assertThat(delivery.answer()).contains("ignored", "draft");
    }

    @Test
    void pullRequest_of70000Characters_isSplit() throws IOException {
        String topics = IntStream.range(0, 120)
                .mapToObj(index -> """
                          Topic%d:
                            Type: AWS::SNS::Topic
                            Properties: { TopicName: topic-%d, DisplayName: "%s" }
                        """.formatted(index, index, "d".repeat(600)))
                .collect(Collectors.joining());
        LiveTree tree = journey.baseline()
                .write("blueprints/wide.yaml", "Description: Wide.\nResources:\n" + topics)
                .addStack("stage", "wide:\n  blueprint: wide\n");

        List<String> parts = comments(propose(tree));

        assertThat(parts).hasSizeGreaterThan(1);
        assertThat(parts).allSatisfy(part -> assertThat(part.length()).isLessThan(65_536));
        assertThat(String.join("", parts)).hasSizeGreaterThan(70_000).contains("topic-119");
    }

    @Test
    void plan_whoseChangeSetsAreSweptAway_isMadeAgain() {
        journey.faults(Map.of("changeSetSeconds", 3));
        try {
            LiveTree tree = journey.baseline().replace("dev", "FlowLogRetentionDays: 7", "FlowLogRetentionDays: 14");
            String plan = start(tree);
            await().atMost(PATIENCE).until(() -> !leftovers(DEV).isEmpty());
            leftovers(DEV)
                    .forEach(name -> cloudFormation(DEV)
                            .deleteChangeSet(request ->
                                    request.stackName("estate-network").changeSetName(name)));

            Preview preview = plans().await(plan, PATIENCE);

            assertThat(preview.counts().changed()).isEqualTo(1);
        } finally {
            journey.faults(Map.of("changeSetSeconds", 0));
        }
    }

    @Test
    void plan_ofWhatIsDeployed_saysNothingAndAsksNobody() {
        journey.push(withOrders());
        journey.organization().emulator().forgetRequests();

        Preview preview = plan(withOrders());

        assertThat(preview.good()).isTrue();
        assertThat(preview.quiet()).as(preview.toString()).isTrue();
        assertThat(Served.read(journey.organization().emulator().requests()).rows())
                .isEmpty();
    }

    /** The baseline and one stack more, which may be there from another test. */
    private LiveTree withOrders() {
        return journey.baseline()
                .write("blueprints/journal.yaml", Blueprints.JOURNAL)
                .addStack("stage", Blueprints.journal("orders", 7));
    }

    private Delivery propose(LiveTree tree) {
        Delivery delivery = journey.organization().propose(tree.folder(), branch, "Change the estate", false);
        plans().await(delivery.run().orElseThrow(() -> new AssertionError(delivery.answer())), PATIENCE);
        return delivery;
    }

    private Preview plan(LiveTree tree) {
        return plans().await(start(tree), PATIENCE);
    }

    private String start(LiveTree tree) {
        String plan = "plan-" + UUID.randomUUID();
        plans().startOf(plan, new LiveFolder(tree.folder()).read());
        return plan;
    }

    private Plans plans() {
        return journey.organization().deployment().plans();
    }

    private List<String> comments(Delivery delivery) throws IOException {
        Path folder = provider().resolve("pull-requests").resolve(number(delivery));
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().map(PlanJourneyTest::read).toList();
        }
    }

    private String number(Delivery delivery) throws IOException {
        JsonNode told = new ObjectMapper()
                .readTree(provider().resolveSibling("last-pull-request.json").toFile());
        assertThat(told.path("after").asText()).isEqualTo(delivery.after());
        return told.path("number").asText();
    }

    private String status(Delivery delivery) throws IOException {
        return beside(delivery).at("/statuses/plumbline~1plan/state").asText();
    }

    private JsonNode beside(Delivery delivery) throws IOException {
        return new ObjectMapper()
                .readTree(provider()
                        .resolve("commits")
                        .resolve(delivery.after() + ".json")
                        .toFile());
    }

    private Path provider() {
        return journey.organization().home().provider();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private CloudFormationClient cloudFormation(LocalAccount account) {
        return journey.administrator(account).client(CloudFormationClient.class, CloudFormationClient::builder);
    }

    private List<String> leftovers(LocalAccount account) {
        return cloudFormation(account)
                .listChangeSets(request -> request.stackName("estate-network"))
                .summaries()
                .stream()
                .map(summary -> summary.changeSetName())
                .filter(name -> name.startsWith("plumbline-preview-"))
                .toList();
    }

    private List<String> reviewed(LocalAccount account) {
        return cloudFormation(account)
                .listStacks(request -> request.stackStatusFilters(StackStatus.REVIEW_IN_PROGRESS))
                .stackSummaries()
                .stream()
                .map(summary -> summary.stackName())
                .toList();
    }
}
