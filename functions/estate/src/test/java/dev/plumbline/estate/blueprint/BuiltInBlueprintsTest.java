package dev.plumbline.estate.blueprint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.estate.Repositories;
import dev.plumbline.estate.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The blueprints that a release carries. */
final class BuiltInBlueprintsTest {

    @Test
    void index_ofTheRelease_listsEveryBlueprintInTheFolder() throws IOException {
        Path folder = Repositories.root().resolve("blueprints");
        List<String> index = Files.readAllLines(folder.resolve("index.txt")).stream()
                .filter(line -> !line.startsWith("#"))
                .toList();

        try (Stream<Path> files = Files.walk(folder, 2)) {
            List<String> inFolder = files.filter(file -> file.toString().endsWith(".yaml"))
                    .map(file -> folder.relativize(file).toString().replace(".yaml", ""))
                    .filter(entry -> !entry.startsWith("tests/") && entry.contains("/"))
                    .sorted()
                    .toList();
            assertThat(index).as("blueprints/index.txt").isEqualTo(inFolder);
        }
    }

    @Test
    void find_everyVersionOfEveryBlueprint_isReadWithoutProblems() {
        Blueprints blueprints = Blueprints.builtIn();

        for (String name : blueprints.names()) {
            for (Version version : blueprints.versions(name)) {
                assertThat(blueprints.find(name, version))
                        .as(name + " " + version)
                        .hasValueSatisfying(blueprint -> {
                            assertThat(blueprint.version()).isEqualTo(version.toString());
                            assertThat(blueprint.checks()).isNotEmpty();
                        });
            }
        }
    }
}
