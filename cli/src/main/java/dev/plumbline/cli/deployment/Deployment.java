package dev.plumbline.cli.deployment;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.accounts.ledger.Head;
import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.letters.DeadLetter;
import dev.plumbline.accounts.letters.DeadLetters;
import dev.plumbline.accounts.letters.Destination;
import dev.plumbline.accounts.objects.Bucket;
import dev.plumbline.accounts.session.Session;
import dev.plumbline.accounts.workflows.Workflows;
import dev.plumbline.cli.Problem;
import dev.plumbline.estate.TargetKey;
import dev.plumbline.estate.plan.Plan;
import dev.plumbline.estate.plan.PlanJson;
import dev.plumbline.estate.plan.TargetPlan;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sns.SnsClient;

/**
 * A deployed control plane.
 *
 * @param hub a session in the account and region of the control plane
 * @param outputs the outputs of its stack
 */
public record Deployment(Session hub, Map<String, String> outputs) {

    /** Copies and checks that nothing is missing. */
    public Deployment {
        requireNonNull(hub, "hub is null");
        outputs = Map.copyOf(outputs);
    }

    /** What it has recorded. */
    public Ledger ledger() {
        return Ledger.in(hub, output("Table"));
    }

    /** Its state machines. */
    public Workflows workflows() {
        return Workflows.in(hub);
    }

    /** Has it find out what would change. */
    public Plans plans() {
        ObjectNode input = JsonNodeFactory.instance
                .objectNode()
                .put("repository", output("RepositoryId"))
                .put("base", output("Branch"));
        return new Plans(
                workflows(), Bucket.in(hub, output("Bucket")), output("PlanArn"), input, Duration.ofMillis(500));
    }

    /** Its functions. */
    public Functions functions() {
        return new Functions(hub);
    }

    /** What it could not deliver. */
    public DeadLetters deadLetters() {
        return DeadLetters.in(hub, output("DeadLettersUrl"));
    }

    /**
     * Delivers again what could not be delivered, to whom it was meant for. Repeated, it changes nothing: events say
     * nothing new the second time, and an execution is named after the message.
     *
     * @throws Problem if it was meant for nobody of the control plane
     */
    public void deliver(DeadLetter letter) {
        switch (Destination.of(letter, hub.account(), hub.region())) {
            case Destination.Function(String arn) -> functions().give(arn, letter.body());
            case Destination.Machine(String arn) -> {
                var _ = workflows().start(arn, "replayed-" + letter.id(), letter.body());
            }
            case Destination.Topic(String arn) -> {
                var _ = hub.client(SnsClient.class, SnsClient::builder)
                        .publish(request -> request.topicArn(arn).message(letter.body()));
            }
            case Destination.Unknown(String why) ->
                throw new Problem(
                        "the dead letter " + letter.id() + " is not delivered: " + why,
                        "Look at it in the queue plumbline-dead-letters, and remove it there.");
        }
    }

    /** The machine of a run. */
    public String reconcileArn() {
        return output("ReconcileArn");
    }

    /**
     * Starts a run of the branch's head, for a person. Called again with the same words it starts no second one.
     *
     * @param run id of the run
     * @param reason why, for those who read of it
     */
    public void reconcile(String run, String reason) {
        var _ = workflows().start(reconcileArn(), run, wish(reason).toString());
    }

    /**
     * Starts a run that reconciles targets at the revision that was deployed there last, for a person.
     *
     * @param run id of the run
     * @param reason why, for those who read of it
     * @param targets the targets
     * @param reverts digests of drift that is put back whatever the policy says
     */
    public void reconcile(String run, String reason, List<TargetKey> targets, List<String> reverts) {
        ObjectNode input = wish(reason);
        ObjectNode scope = input.putObject("scope");
        scope.putArray("environments");
        scope.putArray("except");
        ArrayNode meant = scope.putArray("targets");
        targets.forEach(target -> meant.add(target.toString()));
        ArrayNode wanted = scope.putArray("reverts");
        reverts.forEach(wanted::add);
        var _ = workflows().start(reconcileArn(), run, input.toString());
    }

    private ObjectNode wish(String reason) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("trigger", "person")
                .put("repository", output("RepositoryId"))
                .put("ref", output("Branch"))
                .put("reason", reason);
    }

    /**
     * Starts patching, for a person. Called again with the same words it starts no second one.
     *
     * @param run id of the run
     * @param targets the targets that are meant
     * @param now whether windows do not count
     * @param dryRun whether nothing is applied
     * @param reason why, for those who read of it
     */
    public void patch(String run, List<TargetKey> targets, boolean now, boolean dryRun, String reason) {
        ObjectNode input = JsonNodeFactory.instance
                .objectNode()
                .put("trigger", "person")
                .put("now", now)
                .put("dryRun", dryRun)
                .put("reason", reason);
        ArrayNode meant = input.putArray("targets");
        targets.forEach(target -> meant.add(target.account() + "/" + target.region()));
        var _ = workflows().start(output("PatchArn"), run, input.toString());
    }

    /** What the execution of a run failed with; empty where it did not fail or left no word. */
    public String failureOf(String run) {
        DescribeExecutionResponse execution = hub.client(SfnClient.class, SfnClient::builder)
                .describeExecution(request -> request.executionArn(Workflows.executionArn(reconcileArn(), run)));
        return Stream.of(execution.error(), execution.cause())
                .filter(Objects::nonNull)
                .collect(Collectors.joining(": "));
    }

    /** What runs have taken up of the branch that is deployed. */
    public Head head() {
        return head(output("Branch"));
    }

    /** The newest commit of a branch that a run took up. */
    public Head head(String ref) {
        return ledger().heads().read(ref);
    }

    /** What the last run with a plan intended for every target, whether it deployed it or not. */
    public Optional<Plan> lastPlan() {
        Bucket bucket = Bucket.in(hub, output("Bucket"));
        return ledger().runs().lastPlan(Instant.now()).flatMap(bucket::get).map(PlanJson::readPlan);
    }

    /** The template that a stack of that plan is made from; nothing where the plan has no such stack. */
    public Optional<byte[]> template(TargetKey target, String stack) {
        return lastPlan().stream()
                .flatMap(plan -> plan.waves().stream())
                .flatMap(wave -> wave.targets().stream())
                .filter(planned -> planned.target().equals(target))
                .flatMap(TargetPlan::stacks)
                .filter(planned -> planned.name().equals(stack))
                .findFirst()
                .flatMap(planned ->
                        Bucket.in(hub, output("Bucket")).get("templates/" + planned.templateDigest() + ".yaml"));
    }

    /** Every target of that plan, in the order of the waves. */
    public List<PlannedTarget> targets() {
        Map<TargetKey, PlannedTarget> targets = new LinkedHashMap<>();
        lastPlan().stream()
                .flatMap(plan -> plan.waves().stream())
                .flatMap(wave -> wave.targets().stream())
                .forEach(target -> targets.putIfAbsent(
                        target.target(), new PlannedTarget(target.environment(), target.target(), target.declared())));
        return List.copyOf(targets.values());
    }

    private String output(String name) {
        String value = outputs.get(name);
        if (value == null) {
            throw new Problem(
                    "the stack of the control plane has no output " + name,
                    "Name the stack of template.yaml with --stack-name, or deploy this release of it.");
        }
        return value;
    }
}
