package dev.plumbline.accounts.trails;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.plumbline.accounts.drift.ChangedBy;
import dev.plumbline.accounts.stub.StubAnswer;
import dev.plumbline.accounts.stub.StubAws;
import dev.plumbline.accounts.stub.StubRequest;
import dev.plumbline.failure.Retryable;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrailsTest {

    private static final Instant SINCE = Instant.parse("2026-11-20T00:00:00Z");
    private static final String ALICE = "{\"userIdentity\": {\"arn\": \"arn:aws:sts::1:assumed-role/admin/alice\"}}";

    private StubAws aws = new StubAws(request -> StubAnswer.ok("{}"));

    @Test
    void lastChange_callsThatCount_isTheFirstWithItsPrincipal() {
        answer(event("DescribeVpcs", true, ALICE), event("ModifyVpcAttribute", false, ALICE));

        assertThat(look())
                .hasValue(new ChangedBy(
                        "arn:aws:sts::1:assumed-role/admin/alice", "ModifyVpcAttribute", "2026-11-18T11:06:40Z"));
        StubRequest asked = aws.requests().getFirst();
        assertThat(asked.json().at("/LookupAttributes/0/AttributeKey").asText()).isEqualTo("ResourceName");
        assertThat(asked.json().at("/LookupAttributes/0/AttributeValue").asText())
                .isEqualTo("vpc-1");
        assertThat(asked.json().path("StartTime").asLong()).isEqualTo(SINCE.getEpochSecond());
    }

    @Test
    void lastChange_byCloudFormationOrRefused_doesNotCount() {
        answer(
                event(
                        "ModifyVpcAttribute",
                        false,
                        "{\"userIdentity\": {\"invokedBy\": \"cloudformation.amazonaws.com\"}}"),
                event("CreateChangeSet", false, ALICE)
                        .replace("{\"EventName", "{\"EventSource\": \"cloudformation.amazonaws.com\", \"EventName"),
                event("ModifyVpcAttribute", false, "{\"sourceIPAddress\": \"cloudformation.amazonaws.com\"}"),
                event(
                        "DeleteVpc",
                        false,
                        "{\"errorCode\": \"AccessDenied\", \"userIdentity\": {\"arn\": \"arn:bob\"}}"));

        assertThat(look()).isEmpty();
    }

    @Test
    void lastChange_byAService_namesTheService() {
        answer(event("DeleteVpc", false, "{\"userIdentity\": {\"invokedBy\": \"backup.amazonaws.com\"}}"));

        assertThat(look().map(ChangedBy::who)).hasValue("backup.amazonaws.com");
    }

    @Test
    void lastChange_eventThatIsNoDocument_namesTheUser() {
        answer(event("DeleteVpc", false, "{"));

        assertThat(look().map(ChangedBy::who)).hasValue("alice");
    }

    @Test
    void lastCall_ofPlumblineItselfOrAboutSomethingElse_doesNotCount() {
        answer(
                event(
                        "AuthorizeSecurityGroupIngress",
                        false,
                        "{\"userIdentity\": {\"arn\": \"arn:aws:sts::1:assumed-role/plumbline-provision/run\"},"
                                + " \"requestParameters\": {\"groupId\": \"sg-1\"}}"),
                event(
                        "AuthorizeSecurityGroupIngress",
                        false,
                        "{\"userIdentity\": {\"arn\": \"arn:bob\"}, \"requestParameters\": {\"groupId\": \"sg-2\"}}"),
                event(
                        "AuthorizeSecurityGroupIngress",
                        false,
                        "{\"userIdentity\": {\"arn\": \"arn:carol\"}, \"requestParameters\": {\"groupId\": \"sg-1\"}}"));

        assertThat(Trails.in(aws.hub())
                        .lastCall("AuthorizeSecurityGroupIngress", "sg-1", SINCE)
                        .map(ChangedBy::who))
                .hasValue("arn:carol");
        assertThat(aws.requests().getFirst().json().at("/LookupAttributes/0").toString())
                .isEqualTo("{\"AttributeKey\":\"EventName\",\"AttributeValue\":\"AuthorizeSecurityGroupIngress\"}");
    }

    @Test
    void lastChange_askedTooOften_isRetried() {
        aws = new StubAws(request -> StubAnswer.jsonError(400, "ThrottlingException", "Rate exceeded"));

        assertThatExceptionOfType(Retryable.class).isThrownBy(this::look);
    }

    private void answer(String... events) {
        aws = new StubAws(request -> StubAnswer.ok("{\"Events\": [" + String.join(",", events) + "]}"));
    }

    private Optional<ChangedBy> look() {
        return Trails.in(aws.hub()).lastChange("vpc-1", SINCE);
    }

    private static String event(String name, boolean reads, String told) {
        return """
                {"EventName": "%s", "EventTime": 1795000000.0, "ReadOnly": "%s", "Username": "alice", "CloudTrailEvent": "%s"}""".formatted(name, reads, told.replace("\"", "\\\""));
    }
}
