package dev.plumbline.tasks;

import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.notices.Notices;
import dev.plumbline.accounts.session.Sessions;
import dev.plumbline.accounts.stub.StubAnswer;
import dev.plumbline.accounts.stub.StubAws;
import dev.plumbline.accounts.stub.StubRequest;
import dev.plumbline.accounts.stub.StubTable;
import dev.plumbline.accounts.workflows.Workflows;
import dev.plumbline.tasks.approve.AskTasks;
import dev.plumbline.tasks.approve.Consents;
import dev.plumbline.tasks.approve.DriftConsents;
import dev.plumbline.tasks.approve.Lapse;
import dev.plumbline.tasks.approve.Overtaken;
import dev.plumbline.tasks.approve.QuestionNotices;
import dev.plumbline.tasks.binding.Binder;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The hub and its accounts, played below the SDK: a ledger in memory, a topic that remembers, executions whose status a
 * test sets, and whatever else the test answers.
 */
public final class HubForTests {

    public static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    public static final String BRANCH = "refs/heads/main";

    private final StubTable table = new StubTable();
    private final StubAws aws = new StubAws(this::answer);
    private final Map<String, String> executions = new HashMap<>();
    private final List<Map<String, String>> published = new ArrayList<>();
    private final List<String> woken = new ArrayList<>();
    private final Map<String, Function<StubRequest, StubAnswer>> answers = new HashMap<>();
    private final Map<String, String> objects = new ConcurrentHashMap<>();
    private String object = "";
    private int untilKilled;
    private boolean killedAfterwards;

    /** What a function that is killed feels: it passes every handler of failures. */
    public static final class Killed extends Error {
        private static final long serialVersionUID = 1L;

        private Killed() {
            super("killed");
        }
    }

    public Ledger ledger() {
        return Ledger.in(aws.hub(), "plumbline");
    }

    /** A run has deployed a commit everywhere. */
    public void everywhere(String commit) {
        var _ = ledger().heads().claim(ledger().heads().read(BRANCH), commit, "push-" + commit);
        ledger().heads().deployedEverywhere(BRANCH, "push-" + commit, commit, NOW);
    }

    public Workflows workflows() {
        return Workflows.in(aws.hub());
    }

    public Notices notices() {
        return Notices.in(aws.hub());
    }

    /** What asks people, in the name of acme. */
    public AskTasks questions() {
        return questions(clock());
    }

    /** What asks people at another time. */
    public AskTasks questions(InstantSource clock) {
        QuestionNotices notices = new QuestionNotices(notices(), "arn:deployments", "acme", new Binder());
        return new AskTasks(ledger(), workflows(), new Binder(), new Lapse(ledger(), clock), notices, clock);
    }

    /** What voids questions that nobody needs to answer any more. */
    public Overtaken overtaken() {
        return new Overtaken(ledger(), workflows(), new Binder(), new Lapse(ledger(), clock()));
    }

    /** What tells what people have said of drift. */
    public DriftConsents driftConsents() {
        return new DriftConsents(ledger(), new Consents(ledger()), new Lapse(ledger(), clock()));
    }

    public Sessions sessions() {
        return aws.sessions(clock());
    }

    public StubAws aws() {
        return aws;
    }

    public InstantSource clock() {
        return InstantSource.fixed(NOW);
    }

    /** The forms of what was published. */
    public List<Map<String, String>> published() {
        return published;
    }

    /** The results with which waiting tasks were woken. */
    public List<String> woken() {
        return woken;
    }

    /** Says how an execution stands, such as {@code RUNNING}; one of which nothing is said does not exist. */
    public void execution(String arn, String status) {
        executions.put(arn, status);
    }

    /** Says what an account answers to an action. */
    public void answers(String action, Function<StubRequest, StubAnswer> answer) {
        answers.put(action, answer);
    }

    /** Says what the bucket holds, under whatever key. */
    public void object(String content) {
        object = content;
    }

    /** What the bucket holds by key; a test may put more there. */
    public Map<String, String> objects() {
        return objects;
    }

    /**
     * Kills whoever sends a request.
     *
     * @param request which one, counted from now on; 0 for none
     * @param afterwards whether what it asks for is done before
     */
    public void killAt(int request, boolean afterwards) {
        untilKilled = request;
        killedAfterwards = afterwards;
    }

    private StubAnswer answer(StubRequest request) {
        boolean kills = untilKilled > 0 && --untilKilled == 0;
        if (kills && !killedAfterwards) {
            throw new Killed();
        }
        StubAnswer answer = answerTo(request);
        if (kills) {
            throw new Killed();
        }
        return answer;
    }

    private StubAnswer answerTo(StubRequest request) {
        Function<StubRequest, StubAnswer> own = answers.get(request.action());
        if (own != null) {
            return own.apply(request);
        }
        if (request.action().startsWith("PUT /")) {
            objects.put(request.action().substring("PUT /".length()), request.body());
            return StubAnswer.ok("");
        }
        if (request.action().startsWith("GET /")) {
            String stored = objects.get(request.action().substring("GET /".length()));
            return stored == null && object.isEmpty()
                    ? StubAnswer.objectError(404, "NoSuchKey")
                    : StubAnswer.ok(stored == null ? object : stored);
        }
        return switch (request.action()) {
            case "GetItem", "UpdateItem", "DeleteItem", "Query" -> table.apply(request);
            case "Publish" -> publish(request);
            case "DescribeExecution" -> describe(request);
            case "SendTaskSuccess" -> wake(request);
            case "AssumeRole" -> assumed();
            // Asked of every change set that fails: what CloudFormation found wrong before it made anything, here
            // nothing.
            case "DescribeEvents" -> StubAnswer.result("DescribeEvents", "<OperationEvents/>");
            default -> throw new AssertionError("nobody answers " + request.action());
        };
    }

    /** What STS answers where a role may be assumed. */
    public static StubAnswer assumed() {
        return StubAnswer.result("AssumeRole", """
                <Credentials><AccessKeyId>AKID</AccessKeyId><SecretAccessKey>s</SecretAccessKey>\
                <SessionToken>t</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>""");
    }

    private StubAnswer publish(StubRequest request) {
        published.add(request.form());
        return StubAnswer.result("Publish", "<MessageId>1</MessageId>");
    }

    private StubAnswer describe(StubRequest request) {
        String status = executions.get(request.json().get("executionArn").asText());
        return status == null
                ? StubAnswer.jsonError(400, "ExecutionDoesNotExist", "gone")
                : StubAnswer.ok("{\"status\":\"" + status + "\"}");
    }

    private StubAnswer wake(StubRequest request) {
        woken.add(request.json().get("output").asText());
        return StubAnswer.ok("{}");
    }
}
