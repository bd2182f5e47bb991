package dev.plumbline.tasks.patch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.accounts.ledger.StackRecord;
import dev.plumbline.accounts.ledger.Verdict;
import dev.plumbline.accounts.stub.StubAnswer;
import dev.plumbline.accounts.stub.StubRequest;
import dev.plumbline.estate.StackKey;
import dev.plumbline.estate.TargetKey;
import dev.plumbline.estate.patching.PatchKind;
import dev.plumbline.estate.patching.PatchPolicy;
import dev.plumbline.estate.patching.Patchable;
import dev.plumbline.estate.patching.Patching;
import dev.plumbline.tasks.HubForTests;
import dev.plumbline.tasks.cost.Costs;
import dev.plumbline.tasks.directory.PatchableStack;
import dev.plumbline.tasks.directory.PatchingDocument;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ServersPatcherTest {

    private static final TargetKey DEV = new TargetKey("111111111111", "eu-west-1");

    private final HubForTests hub = new HubForTests();
    private final Accounts accounts = new Accounts(hub.sessions(), new Costs(hub.ledger(), hub.clock()), hub.clock());

    /** DescribeInstancePatchStates, InstanceIds: "Array Members: Maximum number of 50 items". */
    @Test
    void look_groupOfMoreThanFiftyServers_asksForFiftyAtOnceAndTellsOfEach() {
        List<Integer> asked = new ArrayList<>();
        hub.answers("DescribeInstances", request -> instances(101));
        hub.answers(
                "DescribeLaunchTemplateVersions",
                request -> StubAnswer.ok(
                        "<R><launchTemplateVersionSet><item>"
                                + "<launchTemplateData><imageId>ami-1</imageId></launchTemplateData></item></launchTemplateVersionSet></R>"));
        hub.answers("DescribeInstancePatchStates", request -> {
            asked.add(request.json().path("InstanceIds").size());
            return missing(request);
        });

        ServersPatcher patcher = new ServersPatcher();
        List<Offer> offers = accounts.ask(DEV, patcher, "run", "look", account -> patcher.look(subject(), account));

        assertThat(asked).containsExactly(50, 50, 1);
        assertThat(offers).hasSize(101).allMatch(Offer::told);
    }

    private static StubAnswer instances(int number) {
        StringBuilder items = new StringBuilder();
        IntStream.range(0, number)
                .forEach(each -> items.append("<item><instanceId>i-")
                        .append(each)
                        .append("</instanceId>")
                        .append("<imageId>ami-1</imageId><tagSet><item><key>aws:ec2launchtemplate:id</key>")
                        .append("<value>lt-1</value></item><item><key>aws:ec2launchtemplate:version</key>")
                        .append("<value>1</value></item></tagSet></item>"));
        return StubAnswer.ok(
                "<R><reservationSet><item><instancesSet>" + items + "</instancesSet></item></reservationSet></R>");
    }

    /** Two patches are missing on each server that is asked for. */
    private static StubAnswer missing(StubRequest request) {
        List<String> states = new ArrayList<>();
        request.json()
                .path("InstanceIds")
                .forEach(id -> states.add("{\"InstanceId\":\"" + id.asText() + "\",\"MissingCount\":2}"));
        return StubAnswer.ok("{\"InstancePatchStates\":[" + String.join(",", states) + "]}");
    }

    private static Subject subject() {
        PatchableStack stack = new PatchableStack(
                "dev",
                DEV.account(),
                List.of(DEV.region()),
                1,
                "vpn",
                "openvpn",
                "environments/dev.yaml:1:1",
                new TreeMap<>(),
                new TreeMap<>(),
                new PatchingDocument("security", List.of(), List.of(), new TreeMap<>(), 0, 5));
        StackRecord record = new StackRecord(
                new StackKey(DEV, "vpn"),
                "digest",
                new TreeMap<>(Map.of("ServerGroup", "vpn-group")),
                new TreeMap<>(),
                "CREATE_COMPLETE",
                HubForTests.NOW,
                true,
                "run",
                Verdict.UNKNOWN,
                "",
                null);
        return new Subject(
                stack,
                new Patchable(PatchKind.SERVERS, new TreeMap<>(Map.of("Group", "ServerGroup"))),
                new Patching(PatchPolicy.SECURITY, List.of(), List.of(), new TreeMap<>(), Duration.ZERO, 1),
                record,
                List.of());
    }
}
