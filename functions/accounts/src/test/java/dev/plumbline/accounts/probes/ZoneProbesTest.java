package dev.plumbline.accounts.probes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.plumbline.accounts.session.Role;
import dev.plumbline.accounts.stub.StubAnswer;
import dev.plumbline.accounts.stub.StubAws;
import dev.plumbline.accounts.stub.StubRequest;
import dev.plumbline.estate.TargetKey;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ZoneProbesTest {

    private static final Map<String, JsonNode> DELEGATED = Map.of(
            "ZoneId", TextNode.valueOf("ZCHILD"),
            "ParentZoneId", TextNode.valueOf("ZPARENT"),
            "ParentRoleArn", TextNode.valueOf("arn:aws:iam::555555555555:role/child-a"));
    private static final Map<String, JsonNode> CERTIFICATE =
            Map.of("CertificateArn", TextNode.valueOf("arn:aws:acm:eu-west-1:111111111111:certificate/1"));
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-11-26T12:00:00Z"), ZoneOffset.UTC);

    private String zone = zone("ns-1.example.", "ns-2.example");
    private String records = records("dev.acme.example.", "ns-2.example.", "ns-1.example.");
    private String certificate = "";

    private final StubAws aws = new StubAws(this::answer);

    @Test
    void delegated_sameServersInAnyOrder_passes() {
        assertThat(delegated().passed()).isTrue();
    }

    @Test
    void delegated_toOthers_namesZoneAndBoth() {
        records = records("dev.acme.example.", "ns-9.example.");

        assertThat(delegated())
                .isEqualTo(new ProbeResult(
                        false,
                        "ZCHILD (dev.acme.example)",
                        "zone ZPARENT of account 555555555555 answers with ns-1.example, ns-2.example",
                        "ns-9.example"));
    }

    @Test
    void delegated_nextRecordIsAnothers_isNone() {
        records = records("stage.acme.example.", "ns-1.example.", "ns-2.example.");

        assertThat(delegated().seen()).isEqualTo("no delegation");
    }

    @Test
    void delegated_zoneIsGone_saysSo() {
        zone = "";

        assertThat(delegated().seen()).isEqualTo("no such zone");
    }

    @Test
    void delegated_withoutAParent_passesWithoutARequest() {
        ProbeResult result = new Probes().look("zone-delegated", Map.of("ZoneId", TextNode.valueOf("Z1")), aws.hub());

        assertThat(result.passed()).isTrue();
        assertThat(aws.requests()).isEmpty();
    }

    @Test
    void name_withARecordOfItsOwn_passes_anothersOrADelegation_isNone() {
        records = address("shop.acme.example.", "<AliasTarget><DNSName>alb-1.example.</DNSName></AliasTarget>");
        assertThat(name())
                .isEqualTo(
                        new ProbeResult(true, "shop.acme.example", "an address in the zone ZPARENT", "alb-1.example"));

        records = address(
                "shop.acme.example.",
                "<ResourceRecords><ResourceRecord><Value>192.0.2.1</Value></ResourceRecord></ResourceRecords>");
        assertThat(name().seen()).isEqualTo("192.0.2.1");

        records = address("shop2.acme.example.", "<AliasTarget><DNSName>alb-1.example.</DNSName></AliasTarget>");
        assertThat(name())
                .isEqualTo(new ProbeResult(false, "shop.acme.example", "an address in the zone ZPARENT", "no record"));

        records = records("shop.acme.example.", "ns-1.example.");
        assertThat(name().passed()).isFalse();
    }

    /** Route 53 answers a wildcard as its octal code (developer guide, "DNS domain name format"). */
    @Test
    void name_thatIsAWildcard_isKnownByItsCode() {
        records = address("\\052.acme.example.", "<AliasTarget><DNSName>balancer.example.</DNSName></AliasTarget>");

        Map<String, JsonNode> wildcard =
                Map.of("ZoneId", TextNode.valueOf("ZPARENT"), "Name", TextNode.valueOf("*.acme.example"));

        assertThat(new Probes().look("name-answered", wildcard, aws.hub()))
                .satisfies(result -> assertThat(result.passed()).isTrue())
                .satisfies(result -> assertThat(result.seen()).contains("balancer.example"));
    }

    @Test
    void name_withoutAZone_passesWithoutARequest() {
        Map<String, JsonNode> blank =
                Map.of("ZoneId", TextNode.valueOf(""), "Name", TextNode.valueOf("shop.acme.example"));

        assertThat(new Probes().look("name-answered", blank, aws.hub()).passed())
                .isTrue();
        assertThat(aws.requests()).isEmpty();
    }

    @Test
    void certificate_issuedForLong_passes() {
        certificate = certificate("ISSUED", "2027-06-01T00:00:00Z", "SUCCESS");

        assertThat(issued().passed()).isTrue();
    }

    @Test
    void certificate_pendingEndingOrFailing_failsAndSaysSo() {
        certificate = certificate("PENDING_VALIDATION", "2027-06-01T00:00:00Z", "SUCCESS");
        assertThat(issued().passed()).isFalse();

        certificate = certificate("ISSUED", "2026-12-05T00:00:00Z", "PENDING_VALIDATION");
        assertThat(issued().seen()).isEqualTo("ISSUED until 2026-12-05T00:00:00Z, renewal PENDING_VALIDATION");
        assertThat(issued().passed()).isFalse();

        certificate = certificate("ISSUED", "2027-06-01T00:00:00Z", "FAILED");
        assertThat(issued().passed()).isFalse();

        certificate = "";
        assertThat(issued().seen()).isEqualTo("no such certificate");
    }

    private ProbeResult delegated() {
        TargetKey dev = new TargetKey("111111111111", "eu-west-1");
        return new Probes()
                .look(
                        "zone-delegated",
                        DELEGATED,
                        aws.sessions(InstantSource.system()).assume(dev, Role.VERIFY, "run"));
    }

    private ProbeResult name() {
        return new Probes()
                .look(
                        "name-answered",
                        Map.of("ZoneId", TextNode.valueOf("ZPARENT"), "Name", TextNode.valueOf("shop.acme.example")),
                        aws.hub());
    }

    private static String address(String name, String target) {
        return "<R><ResourceRecordSets><ResourceRecordSet><Name>" + name + "</Name><Type>A</Type>" + target
                + "</ResourceRecordSet></ResourceRecordSets></R>";
    }

    private ProbeResult issued() {
        return new CertificateIssued(NOON).look(ProbeArguments.of(CERTIFICATE), aws.hub());
    }

    private StubAnswer answer(StubRequest request) {
        if (request.http().encodedPath().contains("hostedzone/ZCHILD")) {
            return zone.isEmpty()
                    ? new StubAnswer(404, "<E><Error><Code>NoSuchHostedZone</Code></Error></E>")
                    : StubAnswer.ok(zone);
        }
        if (request.http().encodedPath().contains("hostedzone/ZPARENT")) {
            return StubAnswer.ok(records);
        }
        if (request.body().contains("AssumeRole")) {
            return StubAnswer.ok("""
                    <R><AssumeRoleResult><Credentials><AccessKeyId>A</AccessKeyId><SecretAccessKey>S</SecretAccessKey>
                    <SessionToken>T</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>
                    </AssumeRoleResult></R>""");
        }
        return certificate.isEmpty()
                ? new StubAnswer(400, "{\"__type\": \"ResourceNotFoundException\"}")
                : StubAnswer.ok(certificate);
    }

    private static String zone(String... servers) {
        return "<R><HostedZone><Name>dev.acme.example.</Name></HostedZone><DelegationSet><NameServers>"
                + "<NameServer>" + String.join("</NameServer><NameServer>", servers) + "</NameServer>"
                + "</NameServers></DelegationSet></R>";
    }

    private static String records(String name, String... servers) {
        return "<R><ResourceRecordSets><ResourceRecordSet><Name>" + name + "</Name><Type>NS</Type><ResourceRecords>"
                + "<ResourceRecord><Value>"
                + String.join("</Value></ResourceRecord><ResourceRecord><Value>", servers)
                + "</Value></ResourceRecord></ResourceRecords></ResourceRecordSet></ResourceRecordSets></R>";
    }

    private static String certificate(String status, String ends, String renewal) {
        return """
                {"Certificate": {"Status": "%s", "NotAfter": %d.0, "RenewalSummary": {"RenewalStatus": "%s"}}}
                """.formatted(status, Instant.parse(ends).getEpochSecond(), renewal);
    }
}
