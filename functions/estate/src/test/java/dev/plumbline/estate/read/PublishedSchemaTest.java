package dev.plumbline.estate.read;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.plumbline.estate.Problems;
import dev.plumbline.estate.Repositories;
import dev.plumbline.estate.yaml.Documents;
import dev.plumbline.estate.yaml.Node;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/** The schemas that editors use say the same as the reader, as far as a schema can. */
final class PublishedSchemaTest {

    private static final Schema ROOT = schema("plumbline");
    private static final Schema ENVIRONMENT = schema("environment");

    static Stream<Cases.Wrong> wrong() {
        return EstateReaderTest.wrong();
    }

    static Stream<Cases.Right> right() {
        return Cases.right().stream();
    }

    @ParameterizedTest
    @MethodSource("right")
    void validate_whatTheReaderAccepts_isAccepted(Cases.Right right) {
        String text = Fixture.with(right.file(), right.old(), right.changed()).getOrDefault(right.file(), "");

        assertThat(refusals(right.file(), text)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void validate_whatTheReaderRefusesForItsShape_isRefused(Cases.Wrong wrong) {
        String text = Fixture.with(wrong.file(), wrong.old(), wrong.changed().replace("§", ""))
                .getOrDefault(wrong.file(), "");

        assertThat(refusals(wrong.file(), text).isEmpty()).isEqualTo(wrong.refused() == Cases.Refused.BY_MEANING);
    }

    @Test
    void validate_exampleEstate_isAccepted() {
        Repositories.folder("examples/live").files().forEach((file, bytes) -> {
            if (file.endsWith(".yaml") && !file.startsWith("blueprints/")) {
                assertThat(refusals(file, new String(bytes, UTF_8))).as(file).isEmpty();
            }
        });
    }

    /** Reads the text as the reader does, and asks the schema what it has against it. */
    private static List<String> refusals(String file, String text) {
        Problems problems = new Problems();
        Optional<Node> document = Documents.liveFile(file, text.getBytes(UTF_8), problems);
        if (document.isEmpty() || !problems.isEmpty()) {
            return List.of("not a document: " + problems.all());
        }
        Schema schema = file.equals("plumbline.yaml") ? ROOT : ENVIRONMENT;
        return schema.validate(json(document.get()), InputFormat.JSON).stream()
                .map(Object::toString)
                .toList();
    }

    private static String json(Node node) {
        return switch (node) {
            case Node.Scalar scalar when scalar.isNull() -> "null";
            case Node.Scalar scalar when scalar.isText() -> new JsonMapper().writeValueAsString(scalar.text());
            case Node.Scalar scalar -> scalar.text();
            case Node.Items items ->
                items.all().stream().map(PublishedSchemaTest::json).collect(Collectors.joining(",", "[", "]"));
            case Node.Entries entries ->
                entries.all().values().stream()
                        .map(entry -> json(entry.key().plain() ? quoted(entry.key()) : entry.key())
                                + ":"
                                + json(entry.value()))
                        .collect(Collectors.joining(",", "{", "}"));
        };
    }

    private static Node quoted(Node.Scalar key) {
        return new Node.Scalar(key.text(), false, null, key.position());
    }

    private static Schema schema(String name) {
        try {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(Files.readString(Repositories.root().resolve("docs/schema/" + name + ".schema.json")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
