package dev.plumbline.journeys;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.plumbline.accounts.ledger.DriftRecord;
import dev.plumbline.accounts.ledger.DriftState;
import dev.plumbline.accounts.ledger.Outcome;
import dev.plumbline.accounts.ledger.Question;
import dev.plumbline.accounts.stacks.StackResource;
import dev.plumbline.accounts.stacks.Stacks;
import dev.plumbline.cli.local.LocalAccount;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Resources of each kind that the blueprints have are changed and deleted behind their stacks' backs, one in each stack
 * at a time: found, put back, verified, and nothing else touched; where data would be lost, a person is asked. The
 * campaign goes through all; a build through a sample in one account. {@link EachKindTest} says that no kind is left
 * out.
 */
@ExtendWith(LocalDefault.class)
class DriftOfEachKindJourneyTest {

    private static final String REGION = "eu-west-1";
    private static final int SAMPLE = 2;
    private static final boolean ALL = Boolean.getBoolean("plumbline.campaign");

    private final Journey journey;

    DriftOfEachKindJourneyTest(Journey journey) {
        this.journey = journey;
    }

    @TestFactory
    Stream<DynamicTest> schedule_resourceOfEachKindDisturbed_putsItBackAlone() {
        journey.restore();
        if (!ALL) {
            return rounds(LocalAccount.DEV, SAMPLE);
        }
        deploy(withMore());
        return Stream.concat(
                Stream.of(LocalAccount.DEV, LocalAccount.SHARED_SERVICES, LocalAccount.SECURITY)
                        .flatMap(account -> rounds(account, Integer.MAX_VALUE)),
                Stream.of(dynamicTest("what the example has not goes", () -> deploy(journey.baseline()))));
    }

    private Stream<DynamicTest> rounds(LocalAccount account, int most) {
        List<Disturbance.OfStack> stacks = Disturbance.ALL.stream()
                .filter(stack -> stack.account() == account)
                .toList();
        return IntStream.range(0, Math.min(most, rounds(stacks)))
                .mapToObj(round -> dynamicTest(
                        account.environment() + " round " + round, () -> disturbAndPutBack(account, stacks, round)));
    }

    /** One after the other: what is built on a stack waits for the answer. */
    @TestFactory
    Stream<DynamicTest> schedule_whatHoldsDataDeleted_asks() {
        journey.restore();
        return Disturbance.ASKING.stream()
                .limit(ALL ? Integer.MAX_VALUE : SAMPLE)
                .map(stack ->
                        dynamicTest(stack.account().environment() + " " + stack.stack(), () -> deleteAndRefuse(stack)));
    }

    private void deploy(LiveTree tree) {
        Ended run = journey.pushApproving(tree);
        assertThat(run.outcome().good()).as(run.toString()).isTrue();
    }

    /** With a queue that is told and an endpoint for SSH, as the example has none. */
    private LiveTree withMore() {
        Account dev = new Account(journey.administrator(LocalAccount.DEV));
        return journey.baseline()
                .replace(
                        "dev",
                        "      TopicPrefix: dev\n",
                        "      TopicPrefix: dev\n      CriticalQueueArn: arn:aws:sqs:eu-west-1:111111111111:pager\n")
                .replace(
                        "dev",
                        "      LogRetentionDays: 30\n",
                        "      LogRetentionDays: 30\n      InstanceConnectSubnetId: %s\n      InstanceConnectVpcId: %s\n"
                                .formatted(
                                        dev.physicalId("estate-network", "PrivateSubnetA"),
                                        dev.physicalId("estate-network", "Vpc")));
    }

    private static int rounds(List<Disturbance.OfStack> stacks) {
        return stacks.stream()
                .mapToInt(stack -> stack.disturbances().size())
                .max()
                .orElseThrow();
    }

    private void disturbAndPutBack(LocalAccount account, List<Disturbance.OfStack> stacks, int round) {
        Map<String, Disturbance> disturbed = new TreeMap<>();
        stacks.stream()
                .filter(stack -> round < stack.disturbances().size())
                .forEach(stack ->
                        disturbed.put(stack.stack(), stack.disturbances().get(round)));
        Map<String, Map<String, String>> before = disturbed.keySet().stream()
                .collect(Collectors.toMap(Function.identity(), stack -> physicalIds(account, stack)));
        disturbed.forEach((stack, how) -> journey.disturb(account, stack, how.logicalId(), how.how()));

        Ended run = journey.scheduled(account.environment());

        assertThat(run.outcome()).as(disturbed + " " + run).isEqualTo(Outcome.DEPLOYED);
        assertThat(run.served().of(account, "ExecuteChangeSet")).isEqualTo(disturbed.size());
        Map<String, DriftRecord> found = journey
                .ledger()
                .drifts()
                .ofRun(run.run().id())
                .stream()
                .collect(Collectors.toMap(DriftRecord::subject, Function.identity()));
        disturbed.forEach((stack, how) -> {
            assertThat(found).containsKey(stack);
            DriftRecord record = requireNonNull(found.get(stack));
            assertThat(record.state()).as(stack + " " + record).isEqualTo(DriftState.REVERTED);
            assertThat(record.entries())
                    .extracting(entry -> entry.resource())
                    .as(stack)
                    .containsOnly(how.logicalId());
            if (!how.deletes()) {
                assertThat(physicalIds(account, stack)).as(stack).isEqualTo(before.get(stack));
            }
        });
        assertThat(found.keySet()).isEqualTo(Set.copyOf(disturbed.keySet()));
        assertThat(journey.scheduled(account.environment()).outcome()).isEqualTo(Outcome.UNCHANGED);
    }

    private void deleteAndRefuse(Disturbance.OfStack stack) {
        String environment = stack.account().environment();
        stack.disturbances()
                .forEach(each -> journey.organization().emulator().breakResource(each.request(stack, REGION)));
        try {
            String run = journey.schedule(environment);
            Question question = journey.asked(run, stack.stack());
            assertThat(question.text()).contains(stack.disturbances().getFirst().logicalId(), "is gone");
            journey.command("reject", run, question.place(), "--reason", "its data comes back from a backup");
            assertThat(journey.ended(run).served().of(stack.account(), "ExecuteChangeSet"))
                    .isZero();
        } finally {
            journey.organization().emulator().mendResources();
        }
        assertThat(journey.scheduled(environment).outcome()).isEqualTo(Outcome.UNCHANGED);
    }

    private Map<String, String> physicalIds(LocalAccount account, String stack) {
        return Stacks.in(journey.administrator(account)).resources("estate-" + stack).stream()
                .collect(Collectors.toMap(StackResource::logicalId, StackResource::physicalId));
    }
}
