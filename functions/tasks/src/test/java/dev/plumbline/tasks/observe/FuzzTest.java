package dev.plumbline.tasks.observe;

import static dev.plumbline.tasks.PlansForTests.COMMIT;
import static dev.plumbline.tasks.PlansForTests.DEV;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plumbline.accounts.ledger.Deployed;
import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.ledger.Run;
import dev.plumbline.accounts.ledger.TargetState;
import dev.plumbline.estate.StackKey;
import dev.plumbline.estate.TargetKey;
import dev.plumbline.failure.Failure;
import dev.plumbline.fuzz.Fuzz;
import dev.plumbline.fuzz.Mutations;
import dev.plumbline.json.Json;
import dev.plumbline.tasks.HubForTests;
import dev.plumbline.tasks.ProviderForTests;
import dev.plumbline.tasks.binding.Binder;
import dev.plumbline.tasks.findings.Finding;
import dev.plumbline.tasks.findings.Incoming;
import dev.plumbline.tasks.report.Audience;
import dev.plumbline.tasks.report.CommitNotes;
import dev.plumbline.tasks.report.PlanNotes;
import dev.plumbline.tasks.report.RunNotices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Events as EventBridge delivers them, and changes of them: whatever one says is read or refused in a typed way, and
 * says nothing of an account or region but its envelope's.
 */
class FuzzTest {

    private static final int MUTATIONS = Fuzz.mutations(40);
    private static final TargetKey HUB = new TargetKey("555555555555", "eu-west-1");
    private static final StackKey NETWORK = new StackKey(DEV, "network");

    private final HubForTests hub = new HubForTests();
    private final Ledger ledger = hub.ledger();
    private final ObserveTasks tasks = tasks();

    FuzzTest() {
        ledger.stacks()
                .seen(
                        NETWORK,
                        new Deployed(
                                "d1", new TreeMap<>(), new TreeMap<>(), "CREATE_COMPLETE", "push-0", HubForTests.NOW));
        ledger.runs().begin(Run.begins("push-1", "push", HubForTests.BRANCH, HubForTests.NOW, COMMIT));
    }

    private ObserveTasks tasks() {
        Binder binder = new Binder();
        CommitNotes commits = ProviderForTests.none();
        return new ObserveTasks(
                ledger,
                hub.workflows(),
                new RunNotices(
                        ledger, hub.notices(), commits, new Audience("arn:deployments", "acme"), binder, hub.clock()),
                new PlanEnds(ledger, new PlanNotes(Optional::empty, commits, line -> {})),
                new AlarmNotices(hub.notices(), binder, "arn:alarms", "acme"),
                new HubAccount(HUB.account()),
                new Metrics(hub.clock(), line -> {}),
                () -> HubForTests.NOW.plusSeconds(600));
    }

    static List<Path> events() {
        return Fuzz.corpus("events");
    }

    @ParameterizedTest
    @MethodSource("events")
    void run_corpus_isReadOrRefusedInATypedWay(Path file) throws IOException {
        assertThat(judged(Json.read(Files.readAllBytes(file)))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("events")
    void run_mutated_isReadOrRefusedAndConcernsItsEnvelopeAlone(Path file) throws IOException {
        String name = file.getFileName().toString();
        JsonNode event = Json.read(Files.readAllBytes(file));
        Random random = Fuzz.random(name);
        for (int i = 0; i < MUTATIONS; i++) {
            JsonNode changed = Mutations.of(event, random);
            String wrong = judged(changed);
            assertThat(wrong.isEmpty() ? "" : Fuzz.keep(name, i, Json.bytes(changed)) + ": " + wrong)
                    .isEmpty();
        }
    }

    private String judged(JsonNode event) {
        String from =
                event.path("account").asText() + "/" + event.path("region").asText();
        TargetState before = ledger.targets().read(DEV);
        String observed = judged(() -> observed(event, from));
        boolean touched = !ledger.targets().read(DEV).equals(before);
        String found = judged(() -> found(event, from));
        return observed + found + (touched && !from.equals(DEV.toString()) ? " changed what is known of " + DEV : "");
    }

    private static String judged(Supplier<String> reading) {
        try {
            return reading.get();
        } catch (Failure typed) {
            return "";
        } catch (RuntimeException | Error e) {
            return " threw " + e + " at "
                    + Arrays.stream(e.getStackTrace()).limit(6).toList();
        }
    }

    private String observed(JsonNode event, String from) {
        Observation observation = Observation.read(event);
        String about = switch (observation) {
            case Observation.StackChanged changed -> changed.stack().target().toString();
            case Observation.Canary canary -> canary.target().toString();
            case Observation.AlarmChanged changed -> changed.target().toString();
            case Observation.ExecutionEnded _, Observation.PlanEnded _ -> from;
        };
        tasks.run(observation);
        return about.equals(from) ? "" : " is observed of " + about;
    }

    private static String found(JsonNode event, String from) {
        if (!(Incoming.read(event) instanceof Incoming.Found found)) {
            return "";
        }
        JsonNode detail = event.path("detail");
        String named = found.finding().source() == Finding.Source.GUARDDUTY
                ? detail.path("accountId").asText()
                : detail.path("awsAccountId").asText(found.target().account());
        boolean trusted = found.target().toString().equals(from)
                && found.target().account().equals(named);
        return trusted ? "" : " is found in " + found.target();
    }
}
