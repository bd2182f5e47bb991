package dev.plumbline.journeys;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.ledger.Question;
import dev.plumbline.accounts.ledger.Run;
import dev.plumbline.accounts.ledger.TargetState;
import dev.plumbline.accounts.requests.RequestCounts;
import dev.plumbline.accounts.session.Session;
import dev.plumbline.cli.Plumbline;
import dev.plumbline.cli.local.Checkout;
import dev.plumbline.cli.local.Delivery;
import dev.plumbline.cli.local.LocalAccount;
import dev.plumbline.cli.local.LocalOrganization;
import dev.plumbline.cli.local.StartOptions;
import dev.plumbline.cli.process.Command;
import dev.plumbline.estate.StackKey;
import dev.plumbline.estate.TargetKey;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A local organisation with the example estate deployed, and what a person does with it. Its baseline is what the
 * example is after the second push, which a company makes once its registrar refers to its zone and its pipeline has
 * pushed an image.
 */
final class Journey implements AutoCloseable {

    private static final String REGION = "eu-west-1";
    private static final String CONTROL_PLANE = "plumbline";
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final LocalOrganization organization;
    private final Path example;
    private final Ledger ledger;
    private final Releases releases;
    private final Ended first;
    private final String image;
    private final Ended second;

    private Journey(LocalOrganization organization, Path example) {
        this.organization = organization;
        this.example = example;
        this.ledger = Ledger.in(organization.administrator(LocalAccount.hub()), organization.output("Table"));
        this.releases = new Releases(organization.emulator());
        this.first = push(LiveTree.copyOf(example));
        if (!first.outcome().good()) {
            throw new AssertionError("the first push does not deploy: " + first.run() + " " + first.lines());
        }
        organization.registrar().refer();
        this.image = organization.pipeline().publish();
        this.second = push(baseline());
    }

    /** Starts an organisation in a folder and deploys the example estate. */
    static Journey begin(Path folder, double stackSeconds) {
        Checkout checkout = Checkout.current();
        StartOptions options =
                StartOptions.ephemeral(checkout).withStackSeconds(stackSeconds).withWaitScale(0.1);
        return new Journey(LocalOrganization.start(folder, options), checkout.exampleEstate());
    }

    /** The first deployment, into five empty accounts. */
    Ended first() {
        return first;
    }

    /** The second deployment, which turns certificates on and runs an image. */
    Ended second() {
        return second;
    }

    /** The example estate as it is after the second push, to be edited. */
    LiveTree baseline() {
        LiveTree tree = LiveTree.copyOf(example).replaceInRoot("Certificate: \"false\"", "Certificate: \"true\"");
        for (String environment : List.of("dev", "stage", "prod")) {
            tree.replace(environment, "Image: \"\"", "Image: " + image);
        }
        return tree;
    }

    /** Ends all faults and brings the accounts back to the example estate. */
    void restore() {
        organization.emulator().clearFaults();
        ledger.questions().open().stream()
                .filter(question -> question.answer().isEmpty())
                .forEach(question ->
                        command("reject", question.run(), question.place(), "--reason", "the test is over"));
        settle();
        Ended back = backAt(baseline());
        if (!back.outcome().good()) {
            throw new AssertionError("the example estate does not deploy: " + back.run() + " " + back.lines());
        }
    }

    /**
     * Pushes what the accounts were before, versions included, and approves it: for the next test, AWS lets them go
     * back. A window that is taken away holds for the first push still, so it takes two.
     */
    Ended backAt(LiveTree tree) {
        faults(Map.of("versionsGoBack", true));
        pushApproving(tree);
        Ended back = pushApproving(tree.write("README.md", "Back again.\n"));
        faults(Map.of("versionsGoBack", false));
        return back;
    }

    /** Pushes and waits for the run to end; what it no longer has is let go, and softer rules are allowed. */
    Ended push(LiveTree tree) {
        return push(
                tree,
                question -> question.text().startsWith("removes the whole")
                        || question.text().startsWith("softens the rules"));
    }

    /** Pushes and waits for the run to end; a person approves whatever is asked. */
    Ended pushApproving(LiveTree tree) {
        return push(tree, question -> true);
    }

    private Ended push(LiveTree tree, Predicate<Question> approved) {
        Delivery sent = send(tree);
        String run = run(sent);
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> {
            ledger.questions().of(run).stream()
                    .filter(question -> question.answer().isEmpty() && approved.test(question))
                    .forEach(question -> command("approve", run, question.place(), "--reason", "the test wants it so"));
            return ledger.runs().find(run).flatMap(Run::endedAt).isPresent();
        });
        return ended(run);
    }

    /** Pushes and returns at once. */
    Delivery send(LiveTree tree) {
        organization.emulator().forgetRequests();
        return organization.push(tree.folder(), "Change the estate");
    }

    /** Starts a run of the head as a person does, and waits for it to end. */
    Ended reconcile(String run) {
        organization.emulator().forgetRequests();
        organization.deployment().reconcile(run, "the cause is gone");
        return ended(run);
    }

    /**
     * Commits on the branch without a word to the webhook, as a push does whose delivery was lost; returns the commit.
     */
    String commitUnheard(LiveTree tree) {
        Path index = tree.folder().resolve(".git-index");
        git(index, "--work-tree=" + tree.folder(), "add", "--all", "--", ".", ":!.git-index");
        String written = git(index, "write-tree");
        String commit = git(index, "commit-tree", written, "-p", organization.head(), "-m", "Change the estate");
        git(index, "update-ref", "refs/heads/main", commit);
        return commit;
    }

    private String git(Path index, String... words) {
        return Command.of(
                        "git",
                        "-c",
                        "user.name=Plumbline",
                        "-c",
                        "user.email=plumbline@example.com",
                        "--git-dir=" + organization.home().liveRepository())
                .and(words)
                .with("GIT_INDEX_FILE", index.toString())
                .run()
                .strip();
    }

    /** Deploys the control plane with some parameters changed, as a person does. */
    void configure(Map<String, String> changed) {
        CloudFormationClient hub =
                administrator(LocalAccount.hub()).client(CloudFormationClient.class, CloudFormationClient::builder);
        Account account = new Account(administrator(LocalAccount.hub()));
        List<Parameter> parameters = account.stack(CONTROL_PLANE).parameters().stream()
                .map(parameter -> Parameter.builder()
                        .parameterKey(parameter.parameterKey())
                        .usePreviousValue(changed.containsKey(parameter.parameterKey()) ? null : true)
                        .parameterValue(changed.get(parameter.parameterKey()))
                        .build())
                .toList();
        hub.updateStack(request -> request.stackName(CONTROL_PLANE)
                .usePreviousTemplate(true)
                .parameters(parameters)
                .capabilities(Capability.CAPABILITY_NAMED_IAM, Capability.CAPABILITY_AUTO_EXPAND));
        account.settled(CONTROL_PLANE);
    }

    /** Starts what the door starts for a commit whose workflow on CircleCI is green, and waits for it to end. */
    Ended green(String commit) {
        organization.emulator().forgetRequests();
        String run = "circleci-" + UUID.randomUUID();
        ObjectNode input = wish("circleci").put("before", "0".repeat(40)).put("after", commit);
        organization.deployment().workflows().start(organization.output("ReconcileArn"), run, input.toString());
        return ended(run);
    }

    /**
     * Changes a resource of a stack behind its back, for good.
     *
     * @param how {@code set} with fields and values, or {@code gone}
     */
    void disturb(LocalAccount account, String stack, String logicalId, Map<String, ?> how) {
        disturbStack(account, "estate-" + stack, logicalId, how);
    }

    /** The same of any stack, by its name in the account. */
    void disturbStack(LocalAccount account, String stack, String logicalId, Map<String, ?> how) {
        Map<String, Object> request = new HashMap<>(how);
        request.put("account", account.id());
        request.put("region", REGION);
        request.put("stack", stack);
        request.put("logicalId", logicalId);
        request.put("lasting", true);
        organization.emulator().breakResource(request);
    }

    /** Asks for a head that no run has taken up, and waits until that is done. */
    void catchUp() {
        organization
                .deployment()
                .workflows()
                .start(
                        organization.output("ReconcileArn"),
                        "catch-up-" + UUID.randomUUID(),
                        wish("catch-up").toString());
        settle();
    }

    private ObjectNode wish(String trigger) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("trigger", trigger)
                .put("repository", organization.output("RepositoryId"))
                .put("ref", organization.output("Branch"));
    }

    /** Does now what the schedule of an environment does, and waits for it to end. */
    Ended scheduled(String environment) {
        organization.emulator().forgetRequests();
        return ended(schedule(environment));
    }

    /** The same while another run waits for a person, which goes on waiting. */
    Ended scheduledMeanwhile(String environment) {
        organization.emulator().forgetRequests();
        return read(over(schedule(environment)));
    }

    /** Does now what the schedule of an environment does, and returns at once with the id of the run. */
    String schedule(String environment) {
        return scheduleOf(environment);
    }

    /** Does now what the schedule of all environments does, and waits for it to end. */
    Ended scheduledEverywhere() {
        organization.emulator().forgetRequests();
        return ended(scheduleOf());
    }

    private String scheduleOf(String... environments) {
        String run = "schedule-" + UUID.randomUUID();
        ObjectNode input = wish("schedule");
        ObjectNode scope = input.putObject("scope");
        ArrayNode named = scope.putArray("environments");
        List.of(environments).forEach(named::add);
        scope.putArray("except");
        scope.putArray("targets");
        scope.putArray("reverts");
        organization.deployment().workflows().start(organization.output("ReconcileArn"), run, input.toString());
        return run;
    }

    private static String run(Delivery delivery) {
        return delivery.run().orElseThrow(() -> new AssertionError("the delivery started no run: " + delivery));
    }

    /** Waits for the run of a delivery to end. */
    Ended ended(Delivery delivery) {
        return ended(run(delivery));
    }

    /** Waits for a run to end, and for everything that it set in motion. */
    Ended ended(String run) {
        String over = over(run);
        settle();
        return read(over);
    }

    /** Waits for a run to end, whatever else goes on; returns its id. */
    String over(String run) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> ledger.runs().find(run).flatMap(Run::endedAt).isPresent());
        return run;
    }

    private Ended read(String run) {
        return new Ended(
                ledger.runs().find(run).orElseThrow(),
                ledger.progress().lines(run),
                ledger.progress().outcomes(run),
                ledger.progress().read(run).requests().values().stream()
                        .reduce(RequestCounts.none(), RequestCounts::plus),
                Served.read(organization.emulator().requests()));
    }

    /** Waits until no execution runs. */
    void settle() {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> organization.emulator().running() == 0);
    }

    /** Waits until a run asks a person about a stack of dev, and everything that does not need it is done. */
    Question asked(Delivery delivery, String stack) {
        return asked(run(delivery), stack);
    }

    /** The same for a run. */
    Question asked(String run, String stack) {
        return await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () -> ledger.questions().of(run).stream()
                                .filter(question -> question.stack().stack().equals(stack))
                                .filter(question -> question.answer().isEmpty()
                                        && question.taskToken().isPresent())
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    /**
     * Lets the time be over in which a question may be answered; who waits for the answer sees it at the next sweep.
     */
    void expire(Question question) {
        TargetKey target = question.stack().target();
        Map<String, AttributeValue> key = Map.of(
                "pk",
                AttributeValue.fromS("RUN#" + question.run()),
                "sk",
                AttributeValue.fromS(String.join(
                        "#",
                        "QUESTION",
                        target.account(),
                        target.region(),
                        question.stack().stack(),
                        question.digest())));
        String over = Long.toString(Instant.now().toEpochMilli() - 1);
        administrator(LocalAccount.hub())
                .client(DynamoDbClient.class, DynamoDbClient::builder)
                .updateItem(request -> request.tableName(organization.output("Table"))
                        .key(key)
                        .conditionExpression("attribute_exists(expiresAt)")
                        .updateExpression("SET expiresAt = :over")
                        .expressionAttributeValues(Map.of(":over", AttributeValue.fromN(over))));
    }

    /** Makes the ledger as it is where the account was heard last at an instant. */
    void heard(LocalAccount account, Instant at) {
        Map<String, AttributeValue> key = Map.of(
                "pk",
                AttributeValue.fromS("TARGET#" + account.id() + "#" + REGION),
                "sk",
                AttributeValue.fromS("META"));
        administrator(LocalAccount.hub())
                .client(DynamoDbClient.class, DynamoDbClient::builder)
                .updateItem(request -> request.tableName(organization.output("Table"))
                        .key(key)
                        .updateExpression("SET heardAt = :at")
                        .expressionAttributeValues(
                                Map.of(":at", AttributeValue.fromN(Long.toString(at.toEpochMilli())))));
    }

    /** Runs a command of the product on this organisation; returns what it printed, with its exit code in front. */
    String command(String... words) {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--home", organization.home().folder().toString()));
        int code = Plumbline.run(new PrintStream(printed, true, UTF_8), all.toArray(String[]::new));
        return code + "\n" + printed.toString(UTF_8);
    }

    /** Sets what goes wrong. */
    void faults(Map<String, ?> faults) {
        organization.emulator().faults(faults);
    }

    /** What the ledger holds of an account. */
    TargetState target(LocalAccount account) {
        return ledger.targets().read(new TargetKey(account.id(), REGION));
    }

    /** For how many days the network of dev keeps its flow logs, as CloudWatch Logs tells. */
    int deployedRetention() {
        return deployedRetention(LocalAccount.DEV, "dev");
    }

    /** The same of another environment. */
    int deployedRetention(LocalAccount account, String environment) {
        return administrator(account)
                .client(CloudWatchLogsClient.class, CloudWatchLogsClient::builder)
                .describeLogGroups(request -> request.logGroupNamePrefix(environment + "-vpc-flow-logs"))
                .logGroups()
                .getFirst()
                .retentionInDays();
    }

    /** How many requests functions sent since the last push, to whatever service. */
    int functionRequests() {
        return Served.all(organization.emulator().requests()).total();
    }

    /** A stack of an account. */
    static StackKey stack(LocalAccount account, String name) {
        return new StackKey(new TargetKey(account.id(), REGION), name);
    }

    /** How many runs the ledger lists, up to a thousand. */
    int recentRuns() {
        return ledger.runs().recent(Instant.now(), 1000).size();
    }

    Ledger ledger() {
        return ledger;
    }

    /** What AWS releases for what runs here. */
    Releases releases() {
        return releases;
    }

    LocalOrganization organization() {
        return organization;
    }

    /** An account, as its administrator. */
    Session administrator(LocalAccount account) {
        return organization.administrator(account);
    }

    @Override
    public void close() {
        organization.close();
    }
}
