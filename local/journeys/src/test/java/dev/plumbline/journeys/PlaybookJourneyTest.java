package dev.plumbline.journeys;

import static dev.plumbline.cli.local.LocalAccount.DEV;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.accounts.calls.Call;
import dev.plumbline.accounts.calls.Calls;
import dev.plumbline.accounts.calls.Operation;
import dev.plumbline.accounts.ledger.CaseStatus;
import dev.plumbline.accounts.ledger.FindingCase;
import dev.plumbline.accounts.ledger.FindingCase.Facts;
import dev.plumbline.failure.Stalled;
import dev.plumbline.tasks.playbooks.Playbook;
import dev.plumbline.tasks.playbooks.Playbooks;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Every playbook from a bad state of the {@linkplain PlaybookTable table}, over the event in the member account, to the
 * fix that was seen, and back again. Under the very roles of the accounts, so that a permission that is missing shows.
 */
@ExtendWith(LocalDefault.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlaybookJourneyTest {

    private final Journey journey;
    private final Findings findings;
    private Optional<ByHand> by = Optional.empty();

    PlaybookJourneyTest(Journey journey) {
        this.journey = journey;
        this.findings = new Findings(journey);
    }

    @BeforeAll
    void make() {
        journey.settle();
        by = Optional.of(ByHand.make(journey, DEV));
    }

    @AfterAll
    void remove() {
        by.ifPresent(ByHand::remove);
    }

    @Test
    void finding_onWhatNoStackOwns_isFixedExactlyAsShownVerifiedAndTakenBack() {
        List<PlaybookTable.Row> rows = new PlaybookTable(by.orElseThrow()).rows();
        assertThat(rows)
                .as("each playbook is tried")
                .extracting(PlaybookTable.Row::playbook)
                .containsAll(new Playbooks().all().stream().map(Playbook::name).toList());
        SoftAssertions softly = new SoftAssertions();
        rows.forEach(
                row -> softly.assertThat(row.state().get()).as(row.playbook()).isEqualTo(row.bad()));
        softly.assertAll();
        journey.organization().emulator().forgetRequests();

        rows.forEach(row -> findings.send(DEV, row.event()));
        List<FindingCase> cases = rows.stream()
                .map(row -> findings.ended(row.resource(), row.playbook()))
                .toList();
        journey.settle();

        for (int row = 0; row < rows.size(); row++) {
            FindingCase ended = cases.get(row);
            softly.assertThat(ended.status())
                    .as(rows.get(row).playbook() + ": " + ended.text(Facts.REASON))
                    .isEqualTo(CaseStatus.FIXED);
            softly.assertThat(rows.get(row).state().get())
                    .as(rows.get(row).playbook())
                    .isEqualTo(rows.get(row).good());
        }
        softly.assertAll();
        softly.assertThat(findings.changes(DEV)).isEqualTo(shown(cases));
        refuseWhatOnlyOthersNeed(cases, softly);
        rows.forEach(
                row -> softly.assertThat(row.state().get()).as(row.playbook()).isEqualTo(row.good()));
        softly.assertAll();
        undo(rows, cases, softly);
        softly.assertAll();
    }

    /**
     * In the session in which one playbook works, each call that only others have made is refused for want of a
     * permission.
     */
    private void refuseWhatOnlyOthersNeed(List<FindingCase> cases, SoftAssertions softly) {
        List<Call> calls = cases.stream().flatMap(PlaybookJourneyTest::calls).toList();
        Set<String> refused = new TreeSet<>();
        try (RemediateRole role = RemediateRole.openTo(journey, DEV)) {
            for (Playbook playbook : new Playbooks().all()) {
                Calls session = role.as(playbook);
                calls.stream()
                        .filter(call -> !needs(playbook, call.operation()))
                        .forEach(call -> {
                            softly.assertThatThrownBy(() -> session.ask(call))
                                    .as(playbook.name() + " may not " + call.operation())
                                    .isInstanceOf(Stalled.class)
                                    .hasMessageContaining("The role may not do this");
                            refused.add(call.operation().permission());
                        });
            }
        }
        softly.assertThat(refused)
                .isEqualTo(calls.stream()
                        .map(call -> call.operation().permission())
                        .collect(toCollection(TreeSet::new)));
    }

    private static boolean needs(Playbook playbook, Operation operation) {
        return playbook.operations().stream()
                .anyMatch(own -> own.permission().equals(operation.permission())
                        || own.besides().stream()
                                .anyMatch(dependent -> dependent.permission().equals(operation.permission())));
    }

    private static Stream<Call> calls(FindingCase of) {
        return Findings.read(of.text(Facts.STEPS))
                .path("steps")
                .valueStream()
                .map(step -> new Call(
                        Operation.valueOf(step.path("call").path("operation").asText()),
                        (ObjectNode) step.path("call").path("parameters")));
    }

    @Test
    void bruteForce_ofTwoAddresses_shutsBothOutForADayAndNoLonger() {
        ByHand made = by.orElseThrow();
        PlaybookTable table = new PlaybookTable(made);
        List<String> addresses = List.of("203.0.113.9", "198.51.100.7");

        addresses.forEach(address -> findings.send(DEV, bruteForce(made, address)));
        List<FindingCase> cases = addresses.stream()
                .map(address -> findings.ended(made.id("OpenGroup") + " from " + address, "open-ingress"))
                .toList();

        assertThat(cases)
                .allSatisfy(each ->
                        assertThat(each.status()).as(each.text(Facts.REASON)).isEqualTo(CaseStatus.FIXED));
        assertThat(table.rules("OpenGroup", "ipPermissions")).isEqualTo(PlaybookTable.CLOSED);
        assertThat(shutOut(made)).containsExactlyInAnyOrder("203.0.113.9/32", "198.51.100.7/32");
        assertThat(journey.organization().emulator().running())
                .as("workflows that wait")
                .isEqualTo(2);

        journey.faults(Map.of("longestWait", 0.01));
        journey.settle();
        journey.faults(Map.of("longestWait", 0));

        assertThat(shutOut(made)).as("after the day").isEmpty();
        assertThat(table.rules("OpenGroup", "ipPermissions")).isEqualTo(PlaybookTable.CLOSED);
        for (FindingCase each : cases) {
            journey.command("findings", "undo", each.id(), "--reason", "the test is over");
            findings.undone(each.id());
        }
        journey.settle();
    }

    private static ObjectNode bruteForce(ByHand made, String address) {
        ObjectNode event = Findings.found(
                DEV,
                "UnauthorizedAccess:EC2/SSHBruteForce",
                5,
                "{'resourceType':'Instance','instanceDetails':{'networkInterfaces':[{'subnetId':'" + made.id("Subnet")
                        + "','securityGroups':[{'groupId':'" + made.id("OpenGroup") + "'}]}]}}");
        event.withObject("/detail/service")
                .set(
                        "action",
                        Findings.read("{'networkConnectionAction':{'connectionDirection':'INBOUND','remoteIpDetails':"
                                + "{'ipAddressV4':'" + address + "'}}}"));
        return event;
    }

    /** The addresses that the network ACL of the subnet denies before anything else. */
    private static List<String> shutOut(ByHand made) {
        return made
                .look(
                        Operation.DESCRIBE_NETWORK_ACLS,
                        "{'Filter':[{'Name':'association.subnet-id','Value':['" + made.id("Subnet") + "']}]}")
                .items("networkAclSet")
                .getFirst()
                .items("entrySet")
                .stream()
                .filter(entry -> entry.text("ruleAction").equals("deny") && entry.number("ruleNumber") < 100)
                .map(entry -> entry.text("cidrBlock"))
                .toList();
    }

    private void undo(List<PlaybookTable.Row> rows, List<FindingCase> cases, SoftAssertions softly) {
        cases.forEach(
                ended -> softly.assertThat(journey.command("findings", "undo", ended.id(), "--reason", "it was wanted"))
                        .startsWith("0\n"));
        for (int row = 0; row < rows.size(); row++) {
            FindingCase undone = findings.undone(cases.get(row).id());
            softly.assertThat(undone.status())
                    .as(rows.get(row).playbook() + ": " + undone.text(Facts.REASON))
                    .isEqualTo(CaseStatus.UNDONE);
            softly.assertThat(rows.get(row).state().get())
                    .as(rows.get(row).playbook() + ", taken back")
                    .isEqualTo(rows.get(row).back());
        }
    }

    /** What the cases have shown that would be done: how often each call. */
    private static Map<String, Integer> shown(List<FindingCase> cases) {
        Map<String, Integer> shown = new TreeMap<>();
        for (FindingCase each : cases) {
            for (JsonNode step : Findings.read(each.text(Facts.STEPS)).path("steps")) {
                Operation operation =
                        Operation.valueOf(step.path("call").path("operation").asText());
                String permission = operation.permission();
                shown.merge(permission.substring(permission.indexOf(':') + 1), 1, Integer::sum);
            }
        }
        return shown;
    }
}
