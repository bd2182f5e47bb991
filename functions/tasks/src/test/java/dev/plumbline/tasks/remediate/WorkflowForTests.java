package dev.plumbline.tasks.remediate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plumbline.accounts.callers.Signer;
import dev.plumbline.accounts.ledger.Estates;
import dev.plumbline.accounts.ledger.FindingCase;
import dev.plumbline.accounts.ledger.FindingCase.Facts;
import dev.plumbline.accounts.objects.Bucket;
import dev.plumbline.estate.FindingAction;
import dev.plumbline.failure.Waiting;
import dev.plumbline.tasks.HubForTests;
import dev.plumbline.tasks.approve.CaseTask;
import dev.plumbline.tasks.binding.Binder;
import dev.plumbline.tasks.directory.Branch;
import dev.plumbline.tasks.directory.Directories;
import dev.plumbline.tasks.playbooks.Playbooks;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;

/** Walks through the steps as the machine does, over a hub and an account that are played. */
final class WorkflowForTests {

    static final String MACHINE = "arn:aws:states:eu-west-1:555555555555:stateMachine:plumbline-remediate";

    /** Somebody who has a say. */
    static final Signer ADA = new Signer("ada", "555555555555", "AIDAADA");

    static final String EXECUTION = "arn:aws:states:eu-west-1:555555555555:execution:plumbline-remediate:";
    private static final ObjectMapper JSON = new ObjectMapper();

    final HubForTests hub = new HubForTests();
    final AccountForTests account = new AccountForTests(hub);
    Instant now = HubForTests.NOW;
    private final Binder binder = new Binder();
    private RemediateTasks tasks;

    WorkflowForTests() {
        estate(FindingAction.REMEDIATE, "");
        this.tasks = made();
    }

    /** Begins anew, as a process that was killed does. */
    void restart() {
        tasks = made();
    }

    /** Says what dev does about findings; a rule is JSON of {@code PolicyDocument.Rule}. */
    void estate(FindingAction otherwise, String rule) {
        hub.object("{\"commit\":\"c1\",\"places\":[{\"environment\":\"dev\",\"account\":\"111111111111\",\"regions\":"
                + "[\"eu-west-1\"],\"findings\":{\"rules\":[" + rule + "],\"otherwise\":\"" + otherwise.word()
                + "\",\"coolDownSeconds\":86400,\"mostPerHour\":3,\"expireSeconds\":60},\"stacks\":{\"web\":{\"at\":"
                + "\"environments/dev.yaml:7:3\",\"blueprint\":\"site\"}}}],\"patchable\":[],\"templates\":{\"site\":{\"Group\":"
                + "\"blueprints/site.yaml:12\"}}}");
        hub.ledger().estates().read(HubForTests.BRANCH, new Estates.Known("c1", 1, "estate/c1.json"));
        hub.objects().put("estate/rules/2/c1.json", """
                {"commit":"c1","estate":{"approvals":"destructive","expireSeconds":60,"drift":"revert","resources":{},\
                "stateful":[]},"accounts":{},"transforms":[],"approvers":[]}""");
        hub.everywhere("c1");
    }

    private RemediateTasks made() {
        var ledger = hub.ledger();
        InstantSource clock = () -> now;
        Branch branch = new Branch("github:1", HubForTests.BRANCH);
        Playbooks playbooks = new Playbooks();
        Directories directories = new Directories(ledger, Bucket.in(hub.aws().hub(), "plumbline"), binder);
        Work work = new Work(ledger, hub.sessions(), playbooks, binder);
        CaseNotices notices = new CaseNotices(
                work, hub.notices(), new FindingsAudience("arn:aws:sns:eu-west-1:555555555555:f", "acme"), binder);
        RecordTask record = new RecordTask(work, ledger, clock);
        DecideTask decide = new DecideTask(work, ledger, directories, branch, binder, clock);
        CorrelateTask correlate = new CorrelateTask(work, decide, record, ledger, binder, clock);
        VerifyTask verify = new VerifyTask(work, record, directories, branch, clock);
        ReceiveTask receive =
                new ReceiveTask(correlate, ledger, directories, branch, playbooks, hub.workflows(), binder, clock);
        return new RemediateTasks(
                receive,
                new SweepTask(
                        receive,
                        ledger,
                        hub.sessions(),
                        hub.workflows(),
                        new CaseTask.RemediateMachine(MACHINE),
                        directories,
                        branch,
                        clock),
                correlate,
                decide,
                new ActTask(work, verify, ledger, binder, clock),
                verify,
                record,
                notices,
                work,
                ledger);
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException error) {
            throw new AssertionError(text, error);
        }
    }

    RemediateAnswer receive(String execution, String event) {
        hub.execution(EXECUTION + execution, "RUNNING");
        return step(() -> tasks.run(new RemediateInput.Receive(EXECUTION + execution, json(event))));
    }

    /** Goes from an event to the end, as the machine would; stops where a person is asked. */
    FindingCase handle(String execution, String event) {
        RemediateAnswer received = receive(execution, event);
        return switch (received.outcome()) {
            case "joined", "dropped" -> throw new AssertionError(received);
            case "opened" -> onwards(received.caseId());
            case "refused" -> ended(received.caseId(), "reported", "");
            default -> seen(received);
        };
    }

    /** Goes from looking at the resource to the end. */
    FindingCase onwards(String caseId) {
        return seen(correlated(caseId));
    }

    RemediateAnswer correlated(String caseId) {
        return step(() -> tasks.run(new RemediateInput.Correlate(caseId)));
    }

    private FindingCase seen(RemediateAnswer seen) {
        return switch (seen.outcome()) {
            case "fixed" -> told(seen.caseId());
            case "found" -> decided(step(() -> tasks.run(new RemediateInput.Decide(seen.caseId()))));
            default -> decided(seen);
        };
    }

    private FindingCase decided(RemediateAnswer decided) {
        String caseId = decided.caseId();
        return switch (decided.outcome()) {
            case "act" -> {
                RemediateAnswer acted = step(() -> tasks.run(new RemediateInput.Act(caseId)));
                yield acted.outcome().equals("acted") ? verified(caseId) : told(caseId);
            }
            case "reconcile" -> verified(caseId);
            case "ask" -> {
                step(() -> tasks.run(new RemediateInput.Approve(caseId, "token")));
                yield found(caseId);
            }
            case "suppress" -> ended(caseId, "suppressed", decided.reason());
            default -> ended(caseId, "reported", decided.reason());
        };
    }

    private FindingCase verified(String caseId) {
        step(() -> tasks.run(new RemediateInput.Verify(caseId, 9)));
        return told(caseId);
    }

    FindingCase undone(String caseId) {
        FindingCase fixed = found(caseId);
        hub.ledger().cases().takeBack(fixed, fixed.text(Facts.DIGEST), ADA, "a mistake");
        RemediateAnswer received = receive("undo", "{'undo':'" + caseId + "'}");
        step(() -> tasks.run(new RemediateInput.Undo(received.caseId())));
        return ended(caseId, "undone", "");
    }

    FindingCase expired(String caseId, String execution) {
        step(() -> tasks.run(new RemediateInput.Expire(caseId, EXECUTION + execution)));
        return found(caseId);
    }

    private FindingCase ended(String caseId, String outcome, String reason) {
        step(() -> tasks.run(new RemediateInput.RecordCase(caseId, outcome, reason, null)));
        return told(caseId);
    }

    private FindingCase told(String caseId) {
        step(() -> tasks.run(new RemediateInput.Report(caseId)));
        return found(caseId);
    }

    FindingCase found(String caseId) {
        hub.killAt(0, false);
        return hub.ledger().cases().find(caseId).orElseThrow();
    }

    /** A step that is killed is tried again by a new process, as the machine does. */
    private RemediateAnswer step(Supplier<RemediateAnswer> step) {
        try {
            return step.get();
        } catch (HubForTests.Killed killed) {
            restart();
            return step.get();
        } catch (Waiting early) {
            return step.get();
        }
    }
}
