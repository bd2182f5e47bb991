package dev.plumbline.tasks.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.accounts.stacks.Change;
import dev.plumbline.estate.Blueprint;
import dev.plumbline.estate.Estate;
import dev.plumbline.estate.Reading;
import dev.plumbline.estate.SourceTree;
import dev.plumbline.estate.blueprint.Blueprints;
import dev.plumbline.estate.forecast.Forecast;
import dev.plumbline.estate.forecast.FutureResource;
import dev.plumbline.estate.forecast.Place;
import dev.plumbline.estate.plan.Planner;
import dev.plumbline.estate.plan.Ruling;
import dev.plumbline.estate.plan.StackPlan;
import dev.plumbline.estate.read.EstateReader;
import dev.plumbline.tasks.rules.Decision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The example that people copy, pushed into accounts in which nothing is deployed. */
class FirstPushTest {

    private static final Path EXAMPLE =
            Path.of(System.getProperty("plumbline.root", "../..")).resolve("examples/live");

    @Test
    void firstPush_ofTheExample_stopsAtNoStack() throws IOException {
        Estate estate = estate();

        List<StackPlan> stacks = new Ruling(null, Map.of())
                .over(new Planner().plan(estate)).waves().stream()
                        .flatMap(wave -> wave.targets().stream())
                        .flatMap(target -> target.stacks())
                        .toList();

        assertThat(stacks).anyMatch(stack -> !stack.blueprint().isBuiltIn());
        assertThat(stacks)
                .allSatisfy(stack -> assertThat(Decision.on(stack, made(stack, estate), true))
                        .as(stack.key().toString())
                        .isInstanceOf(Decision.Allowed.class));
    }

    private static List<Change> made(StackPlan stack, Estate estate) {
        Blueprint blueprint = estate.blueprints().values().stream()
                .filter(one -> one.template().digest().equals(stack.templateDigest()))
                .findFirst()
                .orElseThrow();
        List<FutureResource> future = Forecast.of(
                blueprint.file(),
                blueprint.template().bytes(),
                stack.effectiveParameters(_ -> Optional.of(Forecast.KNOWN_AFTER_APPLY))
                        .orElseThrow(),
                new Place(
                        "aws",
                        stack.key().target().account(),
                        stack.key().target().region(),
                        stack.stackName()));
        assertThat(future).isNotEmpty();
        return future.stream().map(Change::making).toList();
    }

    private static Estate estate() throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (var paths = Files.walk(EXAMPLE)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                files.put(EXAMPLE.relativize(path).toString(), Files.readAllBytes(path));
            }
        }
        Reading reading = new EstateReader(Blueprints.builtIn()).read(SourceTree.of("c".repeat(40), files));
        return ((Reading.Valid) reading).estate();
    }
}
