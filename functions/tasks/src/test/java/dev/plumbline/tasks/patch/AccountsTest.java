package dev.plumbline.tasks.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.plumbline.accounts.calls.Answer;
import dev.plumbline.accounts.calls.Call;
import dev.plumbline.accounts.calls.Operation;
import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.stub.StubAnswer;
import dev.plumbline.estate.TargetKey;
import dev.plumbline.tasks.HubForTests;
import dev.plumbline.tasks.cost.Costs;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class AccountsTest {

    private static final TargetKey DEV = new TargetKey("111111111111", "eu-west-1");

    private final HubForTests hub = new HubForTests();
    private final Ledger ledger = hub.ledger();
    private final AtomicReference<Instant> now = new AtomicReference<>(HubForTests.NOW);
    private final Accounts accounts = new Accounts(hub.sessions(), new Costs(ledger, hub.clock()), now::get);

    @Test
    void ask_theSameAgainLater_isCountedAgain() {
        hub.answers("DescribeDBInstances", request -> StubAnswer.result("DescribeDBInstances", ""));

        ask(Operation.DESCRIBE_DB_INSTANCES);
        long once = counted();
        now.set(HubForTests.NOW.plus(Duration.ofMinutes(5)));
        ask(Operation.DESCRIBE_DB_INSTANCES);

        // The session of the first goes on.
        assertThat(counted()).isEqualTo(once + 1);
    }

    @Test
    void ask_forWhatThePatcherHasNotDeclared_isRefused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> ask(Operation.DESCRIBE_CLUSTER))
                .withMessageContaining("not declared");
        assertThat(hub.aws().actions()).doesNotContain("DescribeCluster");
    }

    private Answer ask(Operation operation) {
        return accounts.ask(DEV, new DatabasesPatcher(), "run", "look", account -> account.ask(Call.of(operation)));
    }

    private long counted() {
        return ledger.progress().read("run").requests().values().stream()
                .flatMap(counts -> counts.counts().values().stream())
                .mapToLong(Long::longValue)
                .sum();
    }
}
