package dev.plumbline.cli.local;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plumbline.cli.process.Command;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The AWS emulator of a local organisation: its process, and the control endpoints beside AWS's own. */
public final class Emulator {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration SAVING = Duration.ofSeconds(30);

    private final Home home;
    private final LocalSettings settings;
    private final HttpClient http = HttpClient.newHttpClient();

    Emulator(Home home, LocalSettings settings) {
        this.home = requireNonNull(home, "home is null");
        this.settings = requireNonNull(settings, "settings is null");
    }

    void start(Checkout checkout, String python, Path programs, double waitScale) {
        Command command = Command.of(programs.resolve("python").toString(), "-m", "plumbline_local")
                .and("--port", String.valueOf(settings.emulatorPort()))
                .and("--state", home.state().toString())
                .and("--host-port", String.valueOf(settings.hostPort()))
                .and("--wait-scale", String.valueOf(waitScale))
                .with("PYTHONPATH", checkout.emulatorPackages().toString())
                .with("PYTHONDONTWRITEBYTECODE", "1");
        home.emulator().start(python, command, log());
    }

    void awaitReady(Duration patience) {
        new Readiness("the emulator", settings.endpoint().resolve("/_plumbline/health"), home.emulator(), log())
                .await(patience);
    }

    boolean stop() {
        return home.emulator().stop(SAVING);
    }

    /** Where it answers as AWS. */
    public URI endpoint() {
        return settings.endpoint();
    }

    /** How many executions of state machines have not ended. */
    public int running() {
        return get("running").path("executions").asInt();
    }

    /**
     * The requests that it served since they were last forgotten, a row for each account, service, action and
     * principal.
     */
    public JsonNode requests() {
        return get("requests").path("requests");
    }

    /** Forgets the requests that it served. */
    public void forgetRequests() {
        var _ = set("requests/reset", Map.of());
    }

    /**
     * Sets what goes wrong on purpose, and how long stacks take.
     *
     * @param wanted as {@code POST /_plumbline/faults} has it; what is not named stays
     */
    public void faults(Map<String, ?> wanted) {
        var _ = set("faults", wanted);
    }

    /** Ends all that goes wrong on purpose; how long stacks take stays. */
    public void clearFaults() {
        var _ = set("faults/clear", Map.of());
    }

    /**
     * Changes a resource behind its stack's back.
     *
     * @param wanted as {@code POST /_plumbline/resources/break} has it
     * @return the {@code type} and the physical {@code id} of the resource
     */
    public JsonNode breakResource(Map<String, ?> wanted) {
        return post("resources/break", wanted);
    }

    /**
     * Has AWS release newer things for what runs, which stay, or tell what passes, such as what speaks against an
     * upgrade.
     *
     * @param wanted as {@code POST /_plumbline/offers} has it
     */
    public void offer(Map<String, ?> wanted) {
        var _ = set("offers", wanted);
    }

    /** Ends what passes of what AWS offers; what was released stays. */
    public void clearOffers() {
        var _ = set("offers/clear", Map.of());
    }

    /** Lets the registrar of a domain refer to name servers; without any it refers to none. */
    void register(String domain, List<String> nameServers) {
        var _ = set("registrar", Map.of("domain", domain, "nameServers", nameServers));
    }

    /**
     * Has AWS do by itself what it does in a maintenance window, when storage runs short, and when a version's support
     * ends; returns what was {@code moved}.
     *
     * @param wanted as {@code POST /_plumbline/moves} has it
     */
    public JsonNode move(Map<String, ?> wanted) {
        return post("moves", wanted).path("moved");
    }

    /**
     * Says what a source of findings still calls wrong in an account, in the place of what was said before.
     *
     * @param source {@code config} or {@code guardduty}
     * @param findings as the source's API has them
     */
    public void active(String account, String region, String source, List<JsonNode> findings) {
        post("findings", Map.of("account", account, "region", region, "source", source, "findings", findings));
    }

    /** Lets the schedules of a name fire now; returns how many there are. */
    public int fire(String account, String region, String name) {
        return post("schedules/fire", Map.of("account", account, "region", region, "name", name))
                .path("fired")
                .asInt();
    }

    /**
     * Lets the schedules fire now that will at another time, by their cron expressions and time zones; returns their
     * names.
     */
    public List<String> fireDue(String account, String region, Instant at) {
        List<String> names = new ArrayList<>();
        post("schedules/due", Map.of("account", account, "region", region, "at", at.toString()))
                .path("fired")
                .forEach(name -> names.add(name.asText()));
        return names;
    }

    /** Puts back every resource that was broken. */
    public void mendResources() {
        post("resources/mend", Map.of());
    }

    /** After how many more requests of functions one of them dies; zero where none is to die, or where it has. */
    public int requestsUntilKill() {
        return get("faults/kill").path("killAfter").asInt();
    }

    /**
     * Puts an event on the default bus of an account, as the AWS service does that it names; returns the event's id.
     *
     * @param event the event as EventBridge delivers it
     */
    public String inject(LocalAccount account, String region, JsonNode event) {
        return post("events", Map.of("account", account.id(), "region", region, "event", event))
                .path("id")
                .asText();
    }

    /** Puts an event on the control plane's bus, as a forwarder does that can be trusted; returns the event's id. */
    public String forward(String region, JsonNode event) {
        Map<String, ?> request =
                Map.of("account", LocalAccount.hub().id(), "region", region, "event", event, "bus", "plumbline");
        return post("events", request).path("id").asText();
    }

    /**
     * A kept connection may be closed by the emulator just as it is used again: what changes nothing is asked twice.
     */
    private JsonNode get(String name) {
        return send(HttpRequest.newBuilder(control(name)).GET(), 2);
    }

    /** What says how things are to be is said twice without harm. */
    private JsonNode set(String name, Map<String, ?> body) {
        return post(name, body, 2);
    }

    private JsonNode post(String name, Map<String, ?> body) {
        return post(name, body, 1);
    }

    private JsonNode post(String name, Map<String, ?> body, int tries) {
        try {
            return send(
                    HttpRequest.newBuilder(control(name))
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body))),
                    tries);
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private JsonNode send(HttpRequest.Builder request, int tries) {
        try {
            var response = http.send(request.build(), BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IllegalArgumentException("the emulator refused " + response.uri() + ": " + response.body());
            }
            return JSON.readTree(response.body());
        } catch (IOException e) {
            if (tries > 1) {
                return send(request, tries - 1);
            }
            throw Readiness.gone("the emulator", log(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private URI control(String name) {
        return settings.endpoint().resolve("/_plumbline/" + name);
    }

    private Path log() {
        return home.logs().resolve("emulator.log");
    }
}
