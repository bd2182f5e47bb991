package dev.plumbline.accounts.notices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.accounts.stub.StubAnswer;
import dev.plumbline.accounts.stub.StubAws;
import dev.plumbline.failure.Stalled;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NoticesTest {

    private static final String TOPIC = "arn:aws:sns:eu-west-1:555555555555:plumbline-deployments";
    private static final Notice NOTICE =
            new Notice("prod failed", "Vpc: the CIDR is taken", "prod", Notice.Severity.ERROR, "deployment-failed");

    @Test
    void publish_notice_carriesWhatFilterPoliciesLookAt() {
        StubAws aws = new StubAws(request -> StubAnswer.result("Publish", "<MessageId>1</MessageId>"));

        Notices.in(aws.hub()).publish(TOPIC, NOTICE);

        Map<String, String> form = aws.requests().getFirst().form();
        assertThat(form).containsEntry("TopicArn", TOPIC).containsEntry("Subject", "prod failed");
        assertThat(form.values()).contains("environment", "prod", "severity", "error", "kind", "deployment-failed");
    }

    @Test
    void publish_noTopic_stalls() {
        StubAws aws = new StubAws(request -> StubAnswer.xmlError(404, "NotFound", "Topic does not exist"));

        assertThatThrownBy(() -> Notices.in(aws.hub()).publish(TOPIC, NOTICE)).isInstanceOf(Stalled.class);
    }

    @Test
    void notice_subjectThatSnsRefuses_isMadeToFit() {
        Notice notice = new Notice("é\n" + "x".repeat(200), "m", "prod", Notice.Severity.INFO, "k");

        assertThat(notice.subject()).hasSize(100).doesNotContain("\n").matches("[ -~]+");
    }

    @Test
    void notice_withoutKind_isRefused() {
        assertThatThrownBy(() -> new Notice("s", "m", "prod", Notice.Severity.INFO, ""))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
