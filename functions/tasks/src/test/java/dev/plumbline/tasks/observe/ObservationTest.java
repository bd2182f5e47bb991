package dev.plumbline.tasks.observe;

import static dev.plumbline.tasks.PlansForTests.DEV;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.plumbline.accounts.ledger.StackEvent;
import dev.plumbline.estate.StackKey;
import dev.plumbline.failure.Invalid;
import dev.plumbline.tasks.binding.Binder;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ObservationTest {

    private static final String STACK_EVENT = """
            {"source": "aws.cloudformation", "detail-type": "CloudFormation Stack Status Change",
             "account": "111111111111", "region": "eu-west-1", "time": "2026-11-24T00:00:00Z",
             "detail": {"stack-id": "arn:aws:cloudformation:%s:%s:stack/%s/1f2e",
                        "status-details": {"status": "UPDATE_COMPLETE", "status-reason": ""},
                        "client-request-token": "plumbline-abc"}}
            """;

    @Test
    void read_stackOfTheEstate_isWhatHappenedToIt() {
        assertThat(read(STACK_EVENT.formatted("eu-west-1", "111111111111", "estate-network")))
                .isEqualTo(new Observation.StackChanged(
                        new StackKey(DEV, "network"),
                        new StackEvent("UPDATE_COMPLETE", Instant.parse("2026-11-24T00:00:00Z"), "plumbline-abc")));
    }

    @Test
    void read_accountOrRegionThatIsNotTheEnvelopes_isRefused() {
        refuses(STACK_EVENT.formatted("eu-west-1", "333333333333", "estate-network"));
        refuses(STACK_EVENT.formatted("us-east-1", "111111111111", "estate-network"));
    }

    @Test
    void read_stackOfSomebodyElse_isRefused() {
        refuses(STACK_EVENT.formatted("eu-west-1", "111111111111", "plumbline-member-deploy"));
    }

    @Test
    void read_canary_isItsTarget() {
        assertThat(read("""
                {"source": "plumbline", "detail-type": "plumbline canary", "account": "111111111111",
                 "region": "eu-west-1", "time": "2026-11-24T00:00:00Z", "detail": {}}
                """)).isEqualTo(new Observation.Canary(DEV, Instant.parse("2026-11-24T00:00:00Z")));
    }

    @Test
    void read_alarm_isItsStateAndWhatItMeans() {
        assertThat(read("""
                {"source": "aws.cloudwatch", "detail-type": "CloudWatch Alarm State Change", "account": "111111111111",
                 "region": "eu-west-1", "time": "2026-11-24T00:00:00Z",
                 "detail": {"alarmName": "disk-full", "state": {"value": "ALARM", "reason": "said \\"so\\""},
                            "previousState": {"value": "OK"}, "configuration": {"description": "Orders are lost. "}}}
                """))
                .isEqualTo(new Observation.AlarmChanged(
                        DEV,
                        "disk-full",
                        "Orders are lost.",
                        Observation.AlarmState.ALARM,
                        "OK",
                        "said \"so\"",
                        Instant.parse("2026-11-24T00:00:00Z")));
    }

    @Test
    void read_alarmWithoutNameOrOfNoKnownState_isRefused() {
        refuses("""
                {"source": "aws.cloudwatch", "account": "111111111111", "region": "eu-west-1", "time": "2026-11-24T00:00:00Z",
                 "detail": {"state": {"value": "ALARM"}}}
                """);
        refuses("""
                {"source": "aws.cloudwatch", "account": "111111111111", "region": "eu-west-1", "time": "2026-11-24T00:00:00Z",
                 "detail": {"alarmName": "disk-full", "state": {"value": "PERHAPS"}}}
                """);
    }

    @Test
    void read_planThatEnded_isItsPullRequest() {
        assertThat(read("""
                {"source": "aws.states", "detail-type": "Step Functions Execution Status Change", "account": "555555555555",
                 "region": "eu-west-1", "time": "2026-11-24T00:00:00Z",
                 "detail": {"executionArn": "arn:aws:states:eu-west-1:555555555555:execution:plumbline-plan:plan-1", "stateMachineArn": "arn:aws:states:eu-west-1:5:stateMachine:plumbline-plan",
                            "name": "plan-1", "status": "ABORTED", "input": "{\\"pullRequest\\":\\"12\\",\\"after\\":\\"c\\"}"}}
                """))
                .isEqualTo(new Observation.PlanEnded(
                        "arn:aws:states:eu-west-1:555555555555:execution:plumbline-plan:plan-1", "plan-1", "12", "c"));
    }

    @Test
    void read_executionThatEnded_isItsName() {
        assertThat(read("""
                {"source": "aws.states", "account": "555555555555", "region": "eu-west-1", "time": "2026-11-24T00:00:00Z",
                 "detail": {"executionArn": "arn:aws:states:eu-west-1:555555555555:execution:plumbline-reconcile:push-1", "stateMachineArn": "arn:m", "name": "push-1", "status": "TIMED_OUT",
                            "input": "{\\"trigger\\":\\"push\\",\\"ref\\":\\"refs/heads/main\\"}"}}
                """))
                .isEqualTo(new Observation.ExecutionEnded(
                        "arn:aws:states:eu-west-1:555555555555:execution:plumbline-reconcile:push-1",
                        "arn:m",
                        "push-1",
                        "refs/heads/main",
                        "TIMED_OUT"));
    }

    @Test
    void read_executionOfAnotherAccountOrWithoutAnArn_isRefused() {
        refuses("""
                {"source": "aws.states", "account": "111111111111", "region": "eu-west-1", "time": "2026-11-24T00:00:00Z",
                 "detail": {"executionArn": "arn:aws:states:eu-west-1:555555555555:execution:plumbline-reconcile:push-1",
                            "stateMachineArn": "arn:m", "name": "push-1", "status": "TIMED_OUT"}}
                """);
        refuses("""
                {"source": "aws.states", "account": "555555555555", "region": "eu-west-1", "time": "2026-11-24T00:00:00Z",
                 "detail": {"stateMachineArn": "arn:m", "name": "push-1", "status": "TIMED_OUT"}}
                """);
    }

    @Test
    void read_anythingElse_isRefused() {
        refuses("{\"source\": \"aws.guardduty\"}");
        refuses("{\"source\": \"plumbline\", \"account\": \"1\", \"region\": \"eu-west-1\"}");
        refuses("{}");
    }

    private static void refuses(String event) {
        assertThatExceptionOfType(Invalid.class).isThrownBy(() -> read(event));
    }

    private static Observation read(String event) {
        return Observation.read(new Binder().parse(event));
    }
}
