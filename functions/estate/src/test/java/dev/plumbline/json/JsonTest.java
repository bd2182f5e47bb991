package dev.plumbline.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jackson's own binding, which production leaves out, says what is right. */
@NullMarked
class JsonTest {

    private static final ObjectMapper JACKSON = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "null",
                "true",
                "\"\"",
                "0",
                "-1",
                "2147483648",
                "92233720368547758070",
                "0.1",
                "1e3",
                "{\"a\":{\"b\":[1,{\"c\":null}]},\"a\":2}",
                "\"\\u0041\\ud83d\\ude00\\n\\\"\"",
                " [ 1 , \"ü\" ] "
            })
    void read_document_isAsJacksonReadsAndWritesIt(String text) throws IOException {
        JsonNode expected = JACKSON.readTree(text);

        assertThat(Json.read(text)).isEqualTo(expected);
        assertThat(Json.read(text.getBytes(UTF_8))).isEqualTo(expected);
        assertThat(Json.read(new ByteArrayInputStream(text.getBytes(UTF_8)))).isEqualTo(expected);
        assertThat(Json.text(expected)).isEqualTo(JACKSON.writeValueAsString(expected));
        assertThat(Json.bytes(expected)).isEqualTo(JACKSON.writeValueAsBytes(expected));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "{\"a\"}", "[1,]", "01", "nul", "NaN", "'a'", "{} {}", "1 2", "}", "// no\n1"})
    void read_noDocument_fails(String text) {
        assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> Json.read(text));
    }

    @Test
    void read_nothing_isMissing() throws IOException {
        assertThat(Json.read("").isMissingNode()).isTrue();
        assertThat(Json.read(new byte[0]).isMissingNode()).isTrue();
    }

    @Test
    void read_thousandsOfLevels_failsWithoutOverflow() {
        assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> Json.read("[".repeat(100_000)));
    }

    @Test
    void tree_beyondItsLimits_fails() throws IOException {
        Json narrow =
                Json.within(StreamReadConstraints.builder().maxNestingDepth(2).build());

        assertThat(narrow.tree("[[1]]".getBytes(UTF_8))).isEqualTo(JACKSON.readTree("[[1]]"));
        assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> narrow.tree("[[[1]]]".getBytes(UTF_8)));
    }

    @Test
    void write_tree_isWhatTheTextIs() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        Json.write(Json.read("{\"a\":[1]}"), out);

        assertThat(out.toString(UTF_8)).isEqualTo("{\"a\":[1]}");
    }

    @Test
    void plain_tree_isMapsAndLists() throws IOException {
        assertThat(Json.plain(Json.read("{\"a\":[1,2.5,\"x\",true,null]}")))
                .isEqualTo(Map.of("a", Arrays.asList(1, 2.5, "x", true, null)));
        assertThat(Json.plain(Json.read("[]"))).isEqualTo(List.of());
    }
}
