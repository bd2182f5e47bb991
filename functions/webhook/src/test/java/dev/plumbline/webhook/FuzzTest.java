package dev.plumbline.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plumbline.fuzz.Fuzz;
import dev.plumbline.fuzz.Mutations;
import dev.plumbline.webhook.Knock.Response;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Deliveries that are signed and wrong: each of the corpus, and mutations of it. */
class FuzzTest {

    private static final int MUTATIONS = Fuzz.mutations(60);
    private static final String PROJECT = "84996744-a854-4f5e-aea3-04e2851dc1d2";
    private static final Map<String, String> REPOSITORIES = Map.of(
            "github", "github:186853002",
            "gitlab", "gitlab:15",
            "bitbucket", "bitbucket:{3eb2c7a2-5e7d-4c1a-8c53-5a2f0c1b9a10}",
            "circleci", "github:186853002");

    private static final List<String> LOG = new ArrayList<>();
    private static final Map<String, WebhookHandler> DOORS = new HashMap<>();
    private static StubAws aws;

    /** A delivery of the corpus. */
    record Seed(String name, String provider, String event, JsonNode body) {

        @Override
        public String toString() {
            return name;
        }
    }

    @BeforeAll
    static void start() throws IOException {
        aws = new StubAws();
        aws.secret("AWSCURRENT", "{\"github\":\"s\",\"gitlab\":\"s\",\"bitbucket\":\"s\",\"circleci\":\"s\"}");
        REPOSITORIES.forEach((provider, repository) -> {
            Map<String, String> environment = new HashMap<>(aws.environment());
            environment.put("PLUMBLINE_REPOSITORY_ID", repository);
            if (provider.equals("circleci")) {
                environment.put("PLUMBLINE_GATE", "circleci");
                environment.put("PLUMBLINE_CIRCLECI_PROJECT", PROJECT);
                environment.put("PLUMBLINE_CIRCLECI_WORKFLOW", "check");
            }
            DOORS.put(provider, new WebhookHandler(() -> DoorParts.of(environment), LOG::add));
        });
    }

    @AfterAll
    static void stop() {
        DOORS.values().forEach(WebhookHandler::close);
        aws.close();
    }

    static List<Seed> corpus() {
        return Fuzz.corpus("corpus").stream().map(FuzzTest::seed).toList();
    }

    private static Seed seed(Path file) {
        try {
            JsonNode read = Knock.JSON.readTree(file.toFile());
            return new Seed(
                    file.getFileName().toString(),
                    read.path("provider").asText(),
                    read.path("event").asText(),
                    read.path("body"));
        } catch (IOException e) {
            throw new IllegalStateException(file.toString(), e);
        }
    }

    @Test
    void corpus_always_hasEveryProvider() {
        assertThat(corpus()).extracting(Seed::provider).containsAll(REPOSITORIES.keySet());
    }

    /** Each is something that a provider sends: none of it may be called unreadable. */
    @ParameterizedTest
    @MethodSource("corpus")
    void receive_corpus_isAnswered(Seed seed) throws IOException {
        assertThat(knock(seed, Knock.JSON.writeValueAsBytes(seed.body())).status())
                .isIn(200, 202);
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void receive_mutated_neverFailsAndStartsNothingElsewhere(Seed seed) throws IOException {
        Random random = Fuzz.random(seed.name());
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] body = random.nextInt(4) == 0
                    ? Mutations.broken(Knock.JSON.writeValueAsBytes(seed.body()), random)
                    : Knock.JSON.writeValueAsBytes(Mutations.of(seed.body(), random));
            aws.executions().clear();
            LOG.clear();

            Response response = knock(seed, body);

            boolean sound = Set.of(200, 202, 415, 422).contains(response.status())
                    && LOG.size() == 1
                    && aws.executions().values().stream().allMatch(input -> isOurs(seed, input));
            assertThat(sound ? "" : Fuzz.keep(seed.name(), i, body) + ": " + response)
                    .isEmpty();
        }
    }

    private static boolean isOurs(Seed seed, String input) {
        try {
            JsonNode wish = Knock.JSON.readTree(input);
            String into = wish.path("base").asText(wish.path("ref").asText());
            return wish.path("repository").asText().equals(REPOSITORIES.get(seed.provider()))
                    && into.equals("refs/heads/main")
                    && wish.path("after").asText().matches("[0-9a-f]{12,64}");
        } catch (IOException e) {
            return false;
        }
    }

    private static Response knock(Seed seed, byte[] body) {
        String hmac = Knock.hmac("s".getBytes(UTF_8), body);
        Knock knock = Knock.with(body).base64();
        Knock signed = switch (seed.provider()) {
            case "github" ->
                knock.header("x-github-event", seed.event()).header("x-hub-signature-256", "sha256=" + hmac);
            case "gitlab" -> knock.header("x-gitlab-event", seed.event()).header("x-gitlab-token", "s");
            case "bitbucket" -> knock.header("x-event-key", seed.event()).header("x-hub-signature", "sha256=" + hmac);
            default -> knock.header("circleci-event-type", seed.event()).header("circleci-signature", "v1=" + hmac);
        };
        return signed.at(requireNonNull(DOORS.get(seed.provider())));
    }
}
