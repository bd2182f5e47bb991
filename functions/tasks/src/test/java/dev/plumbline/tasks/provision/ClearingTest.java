package dev.plumbline.tasks.provision;

import static dev.plumbline.tasks.PlansForTests.DEV;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.plumbline.accounts.session.Role;
import dev.plumbline.accounts.stacks.ChangeSetRequest;
import dev.plumbline.accounts.stacks.Stacks;
import dev.plumbline.estate.StackKey;
import dev.plumbline.failure.Stalled;
import dev.plumbline.failure.Waiting;
import dev.plumbline.tasks.HubForTests;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClearingTest {

    private final HubForTests hub = new HubForTests();
    private final Stacks stacks = Stacks.in(hub.sessions().assume(DEV, Role.PROVISION, "push-1"));
    private final Clearing clearing = new Clearing(stacks, new StackKey(DEV, "network"), "clear-token");

    @ParameterizedTest
    @CsvSource({
        "DELETE_COMPLETE, CREATE",
        "REVIEW_IN_PROGRESS, CREATE",
        "CREATE_COMPLETE, UPDATE",
        "UPDATE_ROLLBACK_COMPLETE, UPDATE",
    })
    void clear_stackThatTakesAChangeSet_isLeftAlone(String status, ChangeSetRequest.Kind kind) {
        StackForTests stack = new StackForTests(hub, status);

        assertThat(clear()).isEqualTo(kind);
        assertThat(stack.done()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "ROLLBACK_COMPLETE, DeleteStack",
        "UPDATE_FAILED, RollbackStack",
        "UPDATE_ROLLBACK_FAILED, ContinueUpdateRollback",
    })
    void clear_stackThatIsStuck_isBroughtOnAndWaitedFor(String status, String action) {
        StackForTests stack = new StackForTests(hub, status);

        assertThatExceptionOfType(Waiting.class).isThrownBy(this::clear);
        assertThat(stack.done()).containsExactly(action);
        assertThat(hub.aws().requests().getLast().form())
                .containsEntry("ClientRequestToken", "clear-token")
                .containsEntry("RoleARN", "arn:aws:iam::111111111111:role/plumbline-execution");
    }

    @Test
    void clear_somebodyAtWork_waits() {
        StackForTests stack = new StackForTests(hub, "UPDATE_IN_PROGRESS");

        assertThatExceptionOfType(Waiting.class).isThrownBy(this::clear);
        assertThat(stack.done()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"CREATE_FAILED", "ROLLBACK_FAILED", "DELETE_FAILED"})
    void clear_stackThatMayHoldResources_isLeftToAPerson(String status) {
        StackForTests stack = new StackForTests(hub, status);

        assertThatExceptionOfType(Stalled.class).isThrownBy(this::clear);
        assertThat(stack.done()).isEmpty();
    }

    @Test
    void clear_rollbackThatFailedAgain_stallsAndNamesTheResource() {
        StackForTests stack = new StackForTests(hub, "UPDATE_ROLLBACK_FAILED");
        stack.failedUnder("clear-token");

        assertThatExceptionOfType(Stalled.class).isThrownBy(this::clear).withMessageContaining("Vpc");
        assertThat(stack.done()).isEmpty();
    }

    @Test
    void clear_rollbackThatFailedAtWhatHidesAValue_doesNotCiteIt() {
        StackForTests stack = new StackForTests(hub, "UPDATE_ROLLBACK_FAILED");
        stack.failedUnder("clear-token");
        stack.deployedWith("""
                Parameters: { Cidr: { Type: String, NoEcho: true } }
                Resources: { Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: !Ref Cidr } } }
                """);

        assertThatExceptionOfType(Stalled.class)
                .isThrownBy(this::clear)
                .satisfies(e -> assertThat(e.getMessage())
                        .contains("Vpc", "describe-events")
                        .doesNotContain("The CIDR is taken"));
    }

    private ChangeSetRequest.Kind clear() {
        return clearing.clear(stacks.describe("estate-network"));
    }
}
