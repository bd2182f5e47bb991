package dev.plumbline.tasks.remediate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plumbline.accounts.ledger.CaseStatus;
import dev.plumbline.accounts.ledger.FindingCase;
import dev.plumbline.accounts.ledger.FindingCase.Facts;
import dev.plumbline.estate.FindingAction;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Attacks that would have Plumbline itself interrupt a service, or shut out whom it serves. */
class OpenIngressTest {

    private static final String WORLD = "<ipRanges><item><cidrIp>0.0.0.0/0</cidrIp></item></ipRanges></item>";

    private final WorkflowForTests workflow = new WorkflowForTests();

    /** Where services run, what can interrupt one asks: a rule on port 22 to 443 serves a website as well. */
    @ParameterizedTest
    @CsvSource({
        "tcp, 22, 22, false",
        "tcp, 20, 23, false",
        "tcp, 3389, 3389, false",
        "tcp, 0, 65535, true",
        "tcp, 22, 443, true",
        "tcp, 22, 80, true",
        "tcp, 19, 22, true",
        "tcp, 23, 24, true",
        "-1, , , true"
    })
    void ruleThatServesMoreThanAdministrators_takenAway_asksWhereServicesRun(
            String protocol, Integer from, Integer to, boolean asks) {
        workflow.estate(FindingAction.CAREFUL, "");
        workflow.restart();
        String ports = from == null ? "" : "<fromPort>" + from + "</fromPort><toPort>" + to + "</toPort>";
        workflow.account.state.putAll(
                Map.of("ingress", "open", "rule", "<item><ipProtocol>" + protocol + "</ipProtocol>" + ports + WORLD));

        FindingCase handled = workflow.handle(
                "one", PlaybookTest.config("restricted-ssh", "AWS::EC2::SecurityGroup", AccountForTests.GROUP));

        assertThat(handled.status()).isEqualTo(asks ? CaseStatus.WAITING : CaseStatus.FIXED);
        assertThat(workflow.account.changes.isEmpty()).isEqualTo(asks);
        assertThat(steps(handled))
                .singleElement()
                .satisfies(
                        step -> assertThat(step.path("interrupts").asBoolean()).isEqualTo(asks));
    }

    /**
     * A finding names whoever sent a packet, or seems to have: private addresses come through peerings and VPNs, and a
     * network may use a public range of its own.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.5",
                "172.16.0.1",
                "172.31.255.254",
                "192.168.1.1",
                "100.64.0.1",
                "127.0.0.1",
                "169.254.169.254",
                "0.0.0.0",
                "224.0.0.1",
                "255.255.255.255",
                "999.1.1.1",
                "203.0.113.9",
                "203.0.113.200"
            })
    void addressThatIsPrivateOrOurs_namedByAFinding_isNotShutOut(String address) {
        workflow.account.state.putAll(
                Map.of("ingress", "open", "vpc-block", "203.0.113.128/25", "elastic-address", "203.0.113.9"));

        FindingCase handled = workflow.handle("one", bruteForce(address, "'localPortDetails':{'port':22},"));

        assertThat(handled.status()).as(handled.text(Facts.REASON)).isEqualTo(CaseStatus.FIXED);
        assertThat(workflow.account.state).doesNotContainKey("acl").containsEntry("ingress", "closed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"198.51.100.7", "203.0.113.8", "172.32.0.1", "11.0.0.1", "100.128.0.1", "223.255.255.255"})
    void addressOfAStranger_isShutOutOfThePortAtWhichItKnocksAlone(String address) {
        workflow.estate(FindingAction.CAREFUL, "");
        workflow.restart();
        workflow.account.state.putAll(
                Map.of("ingress", "open", "vpc-block", "203.0.113.128/25", "elastic-address", "203.0.113.9"));

        FindingCase handled = workflow.handle("one", bruteForce(address, "'localPortDetails':{'port':22},"));

        assertThat(handled.status()).as(handled.text(Facts.REASON)).isEqualTo(CaseStatus.FIXED);
        assertThat(workflow.account.state).containsEntry("acl", address + "/32").containsEntry("acl-ports", "22");
    }

    /** Whom a whole subnet is closed to may be a customer behind the same address. */
    @ParameterizedTest
    @ValueSource(strings = {"", "'localPortDetails':{'port':0},", "'localPortDetails':{'port':70000},"})
    void addressThatKnocksAtNoKnownPort_isShutOutOnlyAfterAPersonIsAsked(String port) {
        workflow.estate(FindingAction.CAREFUL, "");
        workflow.restart();
        workflow.account.state.put("ingress", "open");

        FindingCase handled = workflow.handle("one", bruteForce("198.51.100.7", port));

        assertThat(handled.status()).isEqualTo(CaseStatus.WAITING);
        assertThat(workflow.account.changes).isEmpty();
    }

    /** A second finding of the same address at another port is not taken for the first. */
    @Test
    void addressThatIsShutOutOfAnotherPort_isShutOutOfThisOneToo() {
        workflow.account.state.putAll(Map.of("ingress", "open", "acl", "198.51.100.7/32", "acl-ports", "3389"));

        workflow.handle("one", bruteForce("198.51.100.7", "'localPortDetails':{'port':22},"));

        assertThat(workflow.account.state).containsEntry("acl-ports", "22");
    }

    private static String bruteForce(String address, String port) {
        return PlaybookTest.guardDuty(
                "UnauthorizedAccess:EC2/SSHBruteForce",
                "{'resourceType':'Instance','instanceDetails':{'instanceId':'" + AccountForTests.INSTANCE
                        + "','networkInterfaces':[{'subnetId':'" + AccountForTests.SUBNET
                        + "','securityGroups':[{'groupId':'" + AccountForTests.GROUP + "'}]}]}}",
                "{'networkConnectionAction':{'connectionDirection':'INBOUND','protocol':'TCP'," + port
                        + "'remoteIpDetails':{'ipAddressV4':'" + address + "'}}}");
    }

    private static List<JsonNode> steps(FindingCase handled) {
        return StreamSupport.stream(
                        WorkflowForTests.json(handled.text(Facts.STEPS))
                                .path("steps")
                                .spliterator(),
                        false)
                .toList();
    }
}
