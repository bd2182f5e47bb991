package dev.plumbline.journeys;

import static dev.plumbline.cli.local.LocalAccount.DEV;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plumbline.accounts.ledger.InFlight;
import dev.plumbline.accounts.ledger.Lease;
import dev.plumbline.accounts.ledger.Outcome;
import dev.plumbline.accounts.ledger.Question;
import dev.plumbline.accounts.preview.StackPreview;
import dev.plumbline.accounts.session.Role;
import dev.plumbline.accounts.stacks.StackState;
import dev.plumbline.accounts.stacks.Stacks;
import dev.plumbline.cli.deployment.Plans;
import dev.plumbline.cli.live.LiveFolder;
import dev.plumbline.cli.local.Delivery;
import dev.plumbline.cli.local.LocalAccount;
import dev.plumbline.estate.StackKey;
import dev.plumbline.estate.TargetKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** What leaves Git is removed, after an approval and in reverse order. */
@ExtendWith(LocalDefault.class)
class RemovalJourneyTest {

    private static final String OTHER = "eu-central-1";

    private final Journey journey;
    private final Account dev;

    RemovalJourneyTest(Journey journey) {
        this.journey = journey;
        this.dev = new Account(journey.administrator(DEV));
    }

    @BeforeEach
    void restore() {
        journey.restore();
        Ended begun = journey.push(tree(List.of("archive", "follower")));
        assertThat(begun.outcome().good()).as(begun.toString()).isTrue();
    }

    @Test
    void remove_twoStacks_goesInReverseOrderAfterApprovals() {
        Delivery pushed = journey.send(tree(List.of()));

        Question first = journey.asked(pushed, "follower");
        assertThat(first.text()).contains("no longer in Git", "AWS::Logs::LogGroup");
        assertThat(journey.ledger().questions().of(first.run())).hasSize(1);
        assertThat(journey.command("orphans")).startsWith("1\n").contains("follower", "archive");
        approve(first);
        Question second = journey.asked(pushed, "archive");
        assertThat(dev.stacks()).doesNotContain("estate-follower").contains("estate-archive");
        approve(second);
        Ended run = journey.ended(pushed);

        assertThat(run.outcome()).as(run.toString()).isEqualTo(Outcome.DEPLOYED);
        assertThat(run.line(DEV, "archive").action()).isEqualTo("remove");
        assertThat(dev.stacks()).doesNotContain("estate-follower", "estate-archive");
        assertThat(journey.target(DEV).stacks()).doesNotContainKeys("follower", "archive");
        assertThat(journey.command("orphans")).startsWith("0\n");
        assertThat(journey.push(tree(List.of()).write("README.md", "A word.\n")).outcome())
                .isEqualTo(Outcome.UNCHANGED);
    }

    @Test
    void remove_whatAnotherUsedBefore_waitsUntilThatWasDeployedWithoutIt() {
        Delivery pushed = journey.send(journey.baseline()
                .write("blueprints/archive.yaml", Blueprints.ARCHIVE)
                .addStack("dev", Blueprints.archive("follower", "follower", "nobody")));

        Question question = journey.asked(pushed, "archive");
        assertThat(journey.ledger()
                        .stacks()
                        .read(Journey.stack(DEV, "follower"))
                        .needs())
                .isEmpty();
        approve(question);

        assertThat(journey.ended(pushed).outcome()).isEqualTo(Outcome.DEPLOYED);
        assertThat(dev.stacks()).contains("estate-follower").doesNotContain("estate-archive");
    }

    @Test
    void reject_removal_leavesItAndListsIt() {
        Delivery pushed = journey.send(tree(List.of("archive")));
        Question question = journey.asked(pushed, "follower");

        journey.command("reject", question.run(), "follower", "--reason", "still needed");

        assertThat(journey.ended(pushed).outcome()).isEqualTo(Outcome.FAILED);
        assertThat(dev.stacks()).contains("estate-follower");
        assertThat(journey.command("orphans")).startsWith("1\n").contains("follower");
        assertThat(journey.push(tree(List.of("archive", "follower"))).outcome().good())
                .isTrue();
    }

    @Test
    void remove_regionOfAnEnvironment_removesWhatStandsThereAlone() {
        Bootstrapping bootstrapping = new Bootstrapping(journey);
        bootstrapping.region(DEV.id(), OTHER);
        Account there = new Account(bootstrapping.administrator(DEV.id(), OTHER));
        Ended begun = journey.push(withOtherRegion());
        assertThat(begun.outcome()).as(begun.toString()).isEqualTo(Outcome.DEPLOYED);
        assertThat(there.stacks()).contains("estate-abroad").doesNotContain("estate-archive");

        Delivery pushed = journey.send(tree(List.of("archive", "follower")));
        Question question = journey.asked(pushed, "abroad");
        assertThat(question.place()).isEqualTo("dev/" + OTHER + "/abroad");
        approve(question);
        Ended run = journey.ended(pushed);

        assertThat(run.outcome()).as(run.toString()).isEqualTo(Outcome.DEPLOYED);
        assertThat(there.stacks()).doesNotContain("estate-abroad");
        assertThat(dev.stacks()).contains("estate-archive", "estate-follower");
        assertThat(run.served().of(DEV, "DeleteStack")).isEqualTo(1);
        assertThat(journey.command("orphans")).startsWith("0\n");
    }

    @Test
    void remove_environment_goesWholeAndSaysWhatStays() {
        Bootstrapping bootstrapping = new Bootstrapping(journey);
        String lab = bootstrapping.open("lab");
        bootstrapping.account(lab, "eu-west-1");
        Account there = new Account(bootstrapping.administrator(lab, "eu-west-1"));
        Ended begun = journey.push(withLab(lab));
        assertThat(begun.outcome()).as(begun.toString()).isEqualTo(Outcome.DEPLOYED);

        Delivery pushed = journey.send(tree(List.of("archive", "follower")));
        Question follower = journey.asked(pushed, "trail");
        assertThat(follower.environment()).isEqualTo("lab");
        approve(follower);
        Question vault = journey.asked(pushed, "vault");
        assertThat(vault.text())
                .contains("snapshotted: Database (AWS::RDS::DBInstance)", "kept: Records (AWS::S3::Bucket)");
        approve(vault);
        Ended run = journey.ended(pushed);

        assertThat(run.outcome()).as(run.toString()).isEqualTo(Outcome.DEPLOYED);
        assertThat(there.stacks()).noneMatch(stack -> stack.startsWith("estate-"));
        assertThat(journey.command("orphans")).startsWith("0\n").contains("lab-vault-records", "kept", "snapshotted");
        assertThat(run.served().in(DEV))
                .as("requests to an environment that stays")
                .isZero();
    }

    @Test
    void stack_thatTheLedgerHasLost_isFoundByItsNameAndItsChangeSet() {
        TargetKey target = new TargetKey(DEV.id(), "eu-west-1");
        journey.administrator(LocalAccount.hub())
                .client(DynamoDbClient.class, DynamoDbClient::builder)
                .deleteItem(request -> request.tableName(journey.organization().output("Table"))
                        .key(Map.of(
                                "pk",
                                AttributeValue.fromS("TARGET#" + target.account() + "#" + target.region()),
                                "sk",
                                AttributeValue.fromS("STACK#follower"))));
        assertThat(journey.push(tree(List.of("archive"))).outcome().good()).isTrue();
        assertThat(dev.stacks()).contains("estate-follower");

        assertThat(journey.command("orphans")).startsWith("1\n").contains("follower");
        Delivery pushed = journey.send(tree(List.of("archive")).write("README.md", "A word.\n"));
        approve(journey.asked(pushed, "follower"));

        assertThat(journey.ended(pushed).outcome()).isEqualTo(Outcome.DEPLOYED);
        assertThat(dev.stacks()).doesNotContain("estate-follower");
    }

    @Test
    void deletion_ofARunThatDied_comesTooLateOnceAnotherTookOver() {
        StackKey archive = Journey.stack(DEV, "archive");
        String dead =
                "arn:aws:states:eu-west-1:" + LocalAccount.hub().id() + ":execution:plumbline-reconcile-target:dead";
        journey.ledger().stacks().begin(archive, InFlight.begins("push-dead", "removal", "", "plumbline-dead"));
        journey.ledger().leases().acquire(archive.target(), new Lease(dead, "push-dead", Instant.now()));

        Ended next = journey.push(tree(List.of("archive", "follower"))
                .replace("dev", "FlowLogRetentionDays: 7", "FlowLogRetentionDays: 5"));

        assertThat(next.outcome()).as(next.toString()).isEqualTo(Outcome.DEPLOYED);
        Stacks late = Stacks.in(journey.administrator(DEV));
        String role = Role.executionRoleArn(DEV.id(), archive.target().region());
        assertThat(late.deleteUnlessProtected(archive.stackName(), role, "plumbline-dead"))
                .isFalse();
        assertThat(late.describe(archive.stackName()).state()).isEqualTo(StackState.READY);

        Delivery pushed = journey.send(tree(List.of()));
        approve(journey.asked(pushed, "follower"));
        approve(journey.asked(pushed, "archive"));
        assertThat(journey.ended(pushed).outcome()).isEqualTo(Outcome.DEPLOYED);
        assertThat(dev.stacks()).doesNotContain("estate-archive");
    }

    @Test
    void remove_clusterWithLoadBalancersOfKubernetes_removesThoseFirstAndThenTheNetwork() {
        Ended begun = journey.pushApproving(withFleet());
        assertThat(begun.outcome()).as(begun.toString()).isEqualTo(Outcome.DEPLOYED);
        LoadBalancers balancers = new LoadBalancers(journey.administrator(DEV));
        balancers.make("k8s-web-controller", Map.of("elbv2.k8s.aws/cluster", "fleet"));
        balancers.make("k8s-web-auto", Map.of("eks:eks-cluster-name", "fleet"));
        balancers.make(
                "a0123-network",
                Map.of("kubernetes.io/cluster/fleet", "owned", "kubernetes.io/service-name", "web/web"));
        balancers.makeClassic(
                "a0123-classic",
                Map.of("kubernetes.io/cluster/fleet", "owned", "kubernetes.io/service-name", "web/old"));
        balancers.make("of-another", Map.of("elbv2.k8s.aws/cluster", "another"));

        Delivery pushed = journey.send(tree(List.of("archive", "follower")));
        Question first = journey.asked(pushed, "fleet");
        assertThat(first.text())
                .contains("k8s-web-controller", "k8s-web-auto", "a0123-network", "a0123-classic")
                .doesNotContain("of-another");
        assertThat(balancers.names()).hasSize(5);
        approve(first);
        Question second = journey.asked(pushed, "ground");
        assertThat(balancers.names()).containsExactly("of-another");
        assertThat(dev.stacks()).doesNotContain("estate-fleet").contains("estate-ground");
        approve(second);
        Ended run = journey.ended(pushed);

        assertThat(run.outcome()).as(run.toString()).isEqualTo(Outcome.DEPLOYED);
        assertThat(dev.stacks()).doesNotContain("estate-ground");
        assertThat(run.served().of(DEV, "DeleteLoadBalancer")).isEqualTo(4);
        balancers.remove("of-another");
    }

    @Test
    void revert_commit_takesItBack() {
        String before = journey.organization().head();
        journey.push(tree(List.of("archive", "follower"))
                .replace("dev", "FlowLogRetentionDays: 7", "FlowLogRetentionDays: 30"));
        assertThat(journey.deployedRetention()).isEqualTo(30);

        Ended reverted = journey.push(tree(List.of("archive", "follower")));

        assertThat(reverted.run().commit()).isNotEqualTo(before);
        assertThat(reverted.outcome()).isEqualTo(Outcome.DEPLOYED);
        assertThat(journey.deployedRetention()).isEqualTo(7);
    }

    /**
     * What was kept has its name still: CreateSecret answers ResourceExistsException, CloudFormation's create handlers
     * AlreadyExists, and neither gives the old value back.
     */
    @Test
    void revert_commitThatRemovedAKeptSecret_stallsBeforeAnythingIsMadeAndGoesOnOnceTheNameIsFree() {
        SecretsManagerClient secrets =
                journey.administrator(DEV).client(SecretsManagerClient.class, SecretsManagerClient::builder);
        assertThat(journey.push(withKeeper("kept/key")).outcome()).isEqualTo(Outcome.DEPLOYED);
        String value = value(secrets, "kept/key");
        String arn =
                secrets.describeSecret(request -> request.secretId("kept/key")).arn();
        assertThat(journey.push(tree(List.of("archive", "follower"))).outcome()).isEqualTo(Outcome.DEPLOYED);

        Ended reverted = journey.push(withKeeper("kept/key"));

        String command = "aws secretsmanager delete-secret --secret-id " + arn
                + " --force-delete-without-recovery --region eu-west-1";
        assertThat(reverted.line(DEV, "keeper").reason()).contains(arn, "another name", command, "plumbline resume");
        assertThat(reverted.target(DEV).outcome()).isEqualTo(Outcome.FAILED);
        assertThat(reverted.served().of(DEV, "CreateChangeSet")).isZero();
        assertThat(dev.stacks()).doesNotContain("estate-keeper");
        assertThat(value(secrets, "kept/key")).isEqualTo(value);
        assertThat(journey.command("orphans")).contains(arn, command);
        Plans plans = journey.organization().deployment().plans();
        String plan = "plan-" + UUID.randomUUID();
        plans.startOf(plan, new LiveFolder(withKeeper("kept/key").folder()).read());
        assertThat(plans.await(plan, Duration.ofMinutes(2)).stacks().findFirst().orElseThrow())
                .satisfies(told -> assertThat(told.action()).isEqualTo(StackPreview.Action.FAILED))
                .satisfies(told -> assertThat(told.notes()).contains(command));

        assertThat(journey.push(withKeeper("kept/other")).outcome())
                .as("another name leaves the kept one alone")
                .isEqualTo(Outcome.DEPLOYED);
        assertThat(value(secrets, "kept/key")).isEqualTo(value);
        assertThat(journey.push(tree(List.of("archive", "follower"))).outcome()).isEqualTo(Outcome.DEPLOYED);
        secrets.deleteSecret(request -> request.secretId(arn).forceDeleteWithoutRecovery(true));
        Ended made = journey.push(withKeeper("kept/key"));

        assertThat(made.outcome()).as(made.toString()).isEqualTo(Outcome.DEPLOYED);
        assertThat(value(secrets, "kept/key")).isNotEqualTo(value);
        assertThat(journey.command("orphans", "--no-look")).doesNotContain(arn).contains("kept/other");
    }

    @Test
    void revert_commitThatRemovedDataUnderAGeneratedName_asksBeforeItBeginsAnew() {
        assertThat(journey.push(withKeeper("")).outcome()).isEqualTo(Outcome.DEPLOYED);
        assertThat(journey.push(tree(List.of("archive", "follower"))).outcome()).isEqualTo(Outcome.DEPLOYED);

        Delivery reverted = journey.send(withKeeper(""));
        Question question = journey.asked(reverted, "keeper");

        assertThat(question.text()).contains("makes anew", "Secret (AWS::SecretsManager::Secret)");
        await().until(() -> !dev.stacks().contains("estate-keeper"));
        approve(question);
        assertThat(journey.ended(reverted).outcome()).isEqualTo(Outcome.DEPLOYED);
        assertThat(dev.stacks()).contains("estate-keeper");
    }

    private static String value(SecretsManagerClient secrets, String name) {
        return secrets.getSecretValue(request -> request.secretId(name)).secretString();
    }

    private LiveTree withKeeper(String name) {
        return tree(List.of("archive", "follower"))
                .write("blueprints/keeper.yaml", Blueprints.KEEPER)
                .addStack("dev", """
                        keeper:
                          blueprint: keeper
                          parameters: { Name: "%s" }
                        """.formatted(name));
    }

    private void approve(Question question) {
        assertThat(journey.command(
                        "approve",
                        question.run(),
                        question.place(),
                        "--changes",
                        question.changesId(),
                        "--reason",
                        "it left Git"))
                .startsWith("0\n");
    }

    private LiveTree withOtherRegion() {
        return tree(List.of("archive", "follower"))
                .replace("dev", "environment: dev\n", "environment: dev\nregions: [eu-west-1, " + OTHER + "]\n")
                .replace("dev", "    blueprint:", "    exclude-regions: [" + OTHER + "]\n    blueprint:")
                .addStack("dev", Blueprints.archive("abroad", "abroad", "") + "  regions: [" + OTHER + "]\n");
    }

    /** An environment of its own, in an account of its own; what follows goes before what it follows. */
    private LiveTree withLab(String account) {
        return tree(List.of("archive", "follower"))
                .write("blueprints/vault.yaml", Blueprints.VAULT)
                .replaceInRoot("  - [dev]", "  - [dev, lab]")
                .write("environments/lab.yaml", """
                        environment: lab
                        account: "%s"
                        stacks:
                          vault:
                            blueprint: vault
                            parameters: { Name: lab-vault }
                          trail:
                            blueprint: archive
                            parameters: { Name: lab-trail, Follows: "${vault.Name}" }
                        """.formatted(account));
    }

    private LiveTree withFleet() {
        return tree(List.of("archive", "follower"))
                .write("blueprints/ground.yaml", Blueprints.GROUND)
                .write("blueprints/fleet.yaml", Blueprints.FLEET)
                .addStack("dev", "ground: { blueprint: ground }")
                .addStack("dev", """
                        fleet:
                          blueprint: fleet
                          parameters: { SubnetIds: "${ground.SubnetIds}" }
                        """);
    }

    private LiveTree tree(List<String> stacks) {
        LiveTree tree = journey.baseline().write("blueprints/archive.yaml", Blueprints.ARCHIVE);
        if (stacks.contains("archive")) {
            tree.addStack("dev", Blueprints.archive("archive", "archive", ""));
        }
        if (stacks.contains("follower")) {
            tree.addStack("dev", Blueprints.archive("follower", "follower", "${archive.Name}"));
        }
        return tree;
    }
}
