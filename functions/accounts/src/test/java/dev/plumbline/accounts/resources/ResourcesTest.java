package dev.plumbline.accounts.resources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.accounts.stub.StubAnswer;
import dev.plumbline.accounts.stub.StubAws;
import dev.plumbline.failure.Stalled;
import org.junit.jupiter.api.Test;

class ResourcesTest {

    private static final String FOUND =
            "{\"TypeName\":\"T\",\"ResourceDescription\":{\"Identifier\":\"i\",\"Properties\":\"{\\\"CidrBlock\\\":\\\"10.0.0.0/16\\\"}\"}}";

    @Test
    void read_resource_isItsLiveProperties() {
        LiveResource live =
                Resources.in(new StubAws(request -> StubAnswer.ok(FOUND)).hub()).read("AWS::EC2::VPC", "vpc-1");

        assertThat(live)
                .isInstanceOfSatisfying(
                        LiveResource.Found.class,
                        found -> assertThat(found.properties().get("CidrBlock").asText())
                                .isEqualTo("10.0.0.0/16"));
    }

    @Test
    void read_gone_isNotFound() {
        assertThat(answering(StubAnswer.jsonError(400, "ResourceNotFoundException", "gone"), "AWS::EC2::VPC"))
                .isEqualTo(new LiveResource.NotFound("id-1"));
    }

    @Test
    void read_typeWithoutReadHandler_isUnsupported() {
        assertThat(answering(StubAnswer.jsonError(400, "UnsupportedActionException", "READ"), "AWS::SNS::TopicPolicy"))
                .isInstanceOf(LiveResource.Unsupported.class);
        assertThat(answering(StubAnswer.jsonError(404, "TypeNotFoundException", "no"), "My::Own::Type"))
                .isInstanceOf(LiveResource.Unsupported.class);
    }

    @Test
    void read_identifierThatDoesNotFollow_isUnsupportedWithoutARequest() {
        StubAws aws = new StubAws(request -> StubAnswer.ok(FOUND));

        assertThat(Resources.in(aws.hub()).read("AWS::Route53::RecordSet", "www.example.com"))
                .isInstanceOf(LiveResource.Unsupported.class);
        assertThat(aws.requests()).isEmpty();
    }

    @Test
    void read_address_findsItsAllocationFirst() {
        StubAws aws = new StubAws(request -> request.action().equals("DescribeAddresses")
                ? StubAnswer.ok("<DescribeAddressesResponse><addressesSet><item><allocationId>eipalloc-1</allocationId>"
                        + "</item></addressesSet></DescribeAddressesResponse>")
                : StubAnswer.ok(FOUND));

        Resources.in(aws.hub()).read("AWS::EC2::EIP", "203.0.113.7");

        assertThat(aws.actions()).containsExactly("DescribeAddresses", "GetResource");
        assertThat(aws.requests().getLast().json().get("Identifier").asText()).isEqualTo("203.0.113.7|eipalloc-1");
    }

    @Test
    void read_neverMade_isNotFound() {
        assertThat(Resources.in(new StubAws(request -> StubAnswer.ok(FOUND)).hub())
                        .read("AWS::EC2::VPC", ""))
                .isEqualTo(new LiveResource.NotFound(""));
    }

    @Test
    void read_mayNot_stallsAndSaysWhatToGrant() {
        assertThatThrownBy(() -> answering(StubAnswer.jsonError(400, "AccessDeniedException", "no"), "AWS::EC2::VPC"))
                .isInstanceOf(Stalled.class)
                .hasMessageContaining("read handler");
    }

    private static LiveResource answering(StubAnswer answer, String type) {
        return Resources.in(new StubAws(request -> answer).hub()).read(type, "id-1");
    }
}
