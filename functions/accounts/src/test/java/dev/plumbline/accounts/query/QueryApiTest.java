package dev.plumbline.accounts.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.accounts.errors.ErrorTable;
import dev.plumbline.accounts.requests.Purpose;
import dev.plumbline.accounts.requests.RequestCounter;
import dev.plumbline.accounts.requests.RequestKind;
import dev.plumbline.accounts.requests.Requests;
import dev.plumbline.accounts.stub.StubAnswer;
import dev.plumbline.accounts.stub.StubAws;
import dev.plumbline.failure.Retryable;
import dev.plumbline.failure.Stalled;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class QueryApiTest {

    private static final ErrorTable ERRORS = ErrorTable.of("EC2").build();

    @Test
    void call_action_isSignedForItsServiceAndVersioned() {
        StubAws aws = new StubAws(request -> StubAnswer.ok("<R><state>on</state></R>"));

        XmlNode answer = api(aws).call("DescribeThings", QueryParameters.none().filter("vpc-id", List.of("a b", "c")));

        assertThat(answer.text("state")).isEqualTo("on");
        assertThat(answer.text("absent")).isEmpty();
        assertThat(aws.requests().getFirst().form())
                .containsEntry("Action", "DescribeThings")
                .containsEntry("Version", "2016-11-15")
                .containsEntry("Filter.1.Name", "vpc-id")
                .containsEntry("Filter.1.Value.1", "a b")
                .containsEntry("Filter.1.Value.2", "c");
        assertThat(aws.requests().getFirst().header("Authorization")).contains("/eu-west-1/ec2/aws4_request");
        assertThat(aws.requests().getFirst().http().host()).isEqualTo("ec2.eu-west-1.amazonaws.com");
    }

    @Test
    void pages_severalOfThem_areReadToTheEnd() {
        StubAws aws = new StubAws(request -> StubAnswer.ok(
                request.form().containsKey("NextToken")
                        ? "<R><set><item><id>2</id></item></set></R>"
                        : "<R><set><item><id>1</id></item></set><nextToken>n</nextToken></R>"));

        assertThat(api(aws).pages("DescribeThings", QueryParameters.none(), "set"))
                .extracting(node -> node.text("id"))
                .containsExactly("1", "2");
    }

    @Test
    void call_passingFault_isRepeatedAndEveryAttemptCounted() {
        AtomicInteger calls = new AtomicInteger();
        StubAws aws = new StubAws(request -> calls.getAndIncrement() == 0
                ? StubAnswer.ec2Error(503, "InternalError", "try again")
                : StubAnswer.ok("<R/>"));
        RequestCounter counter = new RequestCounter();

        Requests.counted(counter, () -> api(aws).call("DescribeThings", QueryParameters.none()));

        assertThat(counter.snapshot().counts())
                .containsEntry(new RequestKind(Purpose.CONTROL_PLANE, "EC2", "DescribeThings"), 2L);
    }

    @Test
    void call_mayNot_stalls() {
        StubAws aws = new StubAws(request -> StubAnswer.ec2Error(403, "UnauthorizedOperation", "You may not"));

        assertThatThrownBy(() -> api(aws).call("DescribeThings", QueryParameters.none()))
                .isInstanceOf(Stalled.class)
                .hasMessageContaining("You may not");
        assertThat(aws.requests()).hasSize(1);
    }

    @Test
    void call_answerIsNotXml_isRetryable() {
        StubAws aws = new StubAws(request -> StubAnswer.ok("<html>"));

        assertThatThrownBy(() -> api(aws).call("DescribeThings", QueryParameters.none()))
                .isInstanceOf(Retryable.class);
    }

    @Test
    void call_answerWithADoctype_isNotRead() {
        StubAws aws = new StubAws(request ->
                StubAnswer.ok("<!DOCTYPE r [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><r><state>&e;</state></r>"));

        assertThatThrownBy(() -> api(aws).call("DescribeThings", QueryParameters.none()))
                .isInstanceOf(Retryable.class);
    }

    private static QueryApi api(StubAws aws) {
        return QueryApi.of(QueryService.EC2, ERRORS, aws.hub());
    }
}
