package dev.plumbline.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.webhook.Knock.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Deliveries that are signed and wrong: each of the corpus, and mutations of it. A sample of a seed is part of every
 * build; {@code -Dplumbline.seed=… -Dplumbline.mutations=…} makes a campaign of it. What fails is written to
 * {@code target/fuzz}: once it is mended, it belongs into the corpus.
 */
class FuzzTest {

    private static final Path CORPUS = Path.of("src", "test", "resources", "corpus");
    private static final long SEED = Long.getLong("plumbline.seed", 20261201L);
    private static final int MUTATIONS = Integer.getInteger("plumbline.mutations", 60);
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
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

    static List<Seed> corpus() throws IOException {
        try (Stream<Path> files = Files.list(CORPUS)) {
            return files.sorted().map(FuzzTest::seed).toList();
        }
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
    void corpus_always_hasEveryProvider() throws IOException {
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
        Random random = new Random(SEED + seed.name().hashCode());
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] body = random.nextInt(4) == 0
                    ? broken(Knock.JSON.writeValueAsBytes(seed.body()), random)
                    : Knock.JSON.writeValueAsBytes(mutated(seed.body(), random));
            aws.executions().clear();
            LOG.clear();

            Response response = knock(seed, body);

            String what = "mutation %d of %s, seed %d: %s".formatted(i, seed, SEED, response);
            boolean sound = Set.of(200, 202, 415, 422).contains(response.status())
                    && LOG.size() == 1
                    && aws.executions().values().stream().allMatch(input -> isOurs(seed, input));
            if (!sound) {
                keep(seed, i, body);
            }
            assertThat(sound).as(what).isTrue();
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

    /** Changes one to three values, wherever they lie. */
    private static JsonNode mutated(JsonNode body, Random random) {
        JsonNode copy = body.deepCopy();
        for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
            List<ContainerNode<?>> places = new ArrayList<>();
            collect(copy, places);
            change(places.get(random.nextInt(places.size())), random);
        }
        return copy;
    }

    private static void collect(JsonNode node, List<ContainerNode<?>> places) {
        if (node instanceof ContainerNode<?> place) {
            places.add(place);
            node.forEach(child -> collect(child, places));
        }
    }

    private static void change(ContainerNode<?> place, Random random) {
        if (place instanceof ObjectNode object && !object.isEmpty()) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            String name = names.get(random.nextInt(names.size()));
            if (random.nextInt(5) == 0) {
                object.remove(name);
            } else {
                object.set(name, value(object.get(name), random));
            }
        } else if (place instanceof ArrayNode array) {
            array.add(value(NODES.nullNode(), random));
        }
    }

    private static JsonNode value(JsonNode before, Random random) {
        return switch (random.nextInt(10)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.objectNode();
            case 2 -> NODES.arrayNode();
            case 3 -> NODES.arrayNode().add(before.deepCopy());
            case 4 -> NODES.booleanNode(random.nextBoolean());
            case 5 -> NODES.numberNode(random.nextLong());
            case 6 -> NODES.numberNode(random.nextDouble());
            case 7 -> NODES.textNode(before.asText() + "\u0000\u202e\ud83d");
            case 8 -> NODES.textNode(before.asText().repeat(1 + random.nextInt(200)));
            default -> NODES.textNode(Long.toString(random.nextLong(), 36));
        };
    }

    /** Changes bytes, cuts the end off, or doubles a part. */
    private static byte[] broken(byte[] body, Random random) {
        byte[] bytes = body.clone();
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return random.nextBoolean() ? bytes : Arrays.copyOf(bytes, 1 + random.nextInt(bytes.length * 2));
    }

    private static void keep(Seed seed, int mutation, byte[] body) throws IOException {
        Path folder = Files.createDirectories(Path.of("target", "fuzz"));
        Files.write(folder.resolve(SEED + "-" + mutation + "-" + seed.name()), body);
    }
}
