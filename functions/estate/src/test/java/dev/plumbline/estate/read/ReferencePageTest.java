package dev.plumbline.estate.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.estate.ProbeKind;
import dev.plumbline.estate.ProblemCode;
import dev.plumbline.estate.Repositories;
import dev.plumbline.estate.Warning;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The page that people read says what the code does. */
final class ReferencePageTest {

    private static String page() throws IOException {
        return Files.readString(Repositories.root().resolve("docs/reference/estate.md"));
    }

    @Test
    void problems_ofThePage_areThoseOfTheReader() throws IOException {
        String table = Arrays.stream(ProblemCode.values())
                .map(code -> "| `" + code + "` | " + code.meaning() + " |")
                .collect(Collectors.joining("\n", "| Code | Meaning |\n| --- | --- |\n", "\n"));

        assertThat(page()).endsWith("## Problems\n\n" + table);
    }

    @Test
    void warnings_ofThePage_areThoseThatThereAre() throws IOException {
        String table = Arrays.stream(Warning.Code.values())
                .map(code -> "| `" + code + "` | " + code.meaning() + " |")
                .collect(Collectors.joining("\n", "| Code | Meaning |\n| --- | --- |\n", "\n"));

        assertThat(page()).contains(table);
    }

    @Test
    void keys_ofTheSchemas_areAllExplained() throws IOException {
        String page = page();

        for (String name : List.of("plumbline", "environment")) {
            JsonNode schema = new JsonMapper()
                    .readTree(Files.readString(Repositories.root().resolve("docs/schema/" + name + ".schema.json")));
            for (JsonNode properties : schema.findValues("properties")) {
                properties.propertyNames().forEach(key -> assertThat(page).contains("| `" + key + "` |"));
            }
        }
    }

    @Test
    void probes_ofThePage_areThoseThatTemplatesMayName() throws IOException {
        String page = page();

        for (ProbeKind kind : ProbeKind.values()) {
            assertThat(page).contains("| `" + kind.word() + "` | `" + String.join("`, `", kind.arguments()) + "` |");
        }
    }
}
