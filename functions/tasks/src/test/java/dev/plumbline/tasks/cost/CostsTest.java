package dev.plumbline.tasks.cost;

import static dev.plumbline.tasks.PlansForTests.DEV;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.ledger.Line;
import dev.plumbline.accounts.ledger.Phase;
import dev.plumbline.accounts.ledger.Verdict;
import dev.plumbline.accounts.requests.Purpose;
import dev.plumbline.accounts.requests.RequestCounts;
import dev.plumbline.accounts.requests.Requests;
import dev.plumbline.estate.StackKey;
import dev.plumbline.tasks.HubForTests;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CostsTest {

    private static final String RUN = "push-1";

    private final HubForTests hub = new HubForTests();
    private final Ledger ledger = hub.ledger();
    private final Costs costs = new Costs(ledger, hub.clock());

    @Test
    void counted_lineInBetween_tellsEachRequestOnce() {
        costs.counted(RUN, DEV, "invocation-1", () -> {
            ask(3);
            costs.put(RUN, line());
            ask(2);
            return "";
        });

        assertThat(asked().total()).isEqualTo(5);
        assertThat(ledger.progress().lines(RUN)).containsExactly(line());
    }

    @Test
    void counted_failing_tellsWhatItCostAllTheSame() {
        assertThatIllegalStateException()
                .isThrownBy(() -> costs.counted(RUN, DEV, "invocation-1", () -> {
                    ask(1);
                    throw new IllegalStateException("no");
                }));

        assertThat(asked().total()).isEqualTo(1);
    }

    @Test
    void counted_controlPlane_isLeftOut() {
        costs.counted(RUN, DEV, "invocation-1", () -> {
            Requests.sent(Purpose.CONTROL_PLANE, "DynamoDB", "GetItem");
            return "";
        });

        assertThat(asked()).isEqualTo(RequestCounts.none());
    }

    @Test
    void put_nobodyCounts_isTheLineAlone() {
        costs.put(RUN, line());

        assertThat(ledger.progress().lines(RUN)).containsExactly(line());
    }

    private static void ask(int times) {
        for (int i = 0; i < times; i++) {
            Requests.sent(Purpose.CHANGE, "CloudFormation", "CreateChangeSet");
        }
    }

    private RequestCounts asked() {
        return ledger.progress().read(RUN).requests().getOrDefault(DEV, RequestCounts.none());
    }

    private static Line line() {
        return new Line(
                new StackKey(DEV, "network"),
                "dev",
                1,
                Phase.EXECUTING,
                "update",
                "~1",
                HubForTests.NOW,
                Duration.ofSeconds(1),
                Verdict.UNKNOWN,
                "");
    }
}
