package dev.plumbline.journeys;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.cli.local.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A blueprint that gains a kind of resource gains a disturbance of it, or a reason why there is none. */
class EachKindTest {

    private static final Path ROOT =
            Checkout.current().exampleEstate().resolve(Path.of("..", "..")).normalize();
    private static final Pattern RESOURCE =
            Pattern.compile("^  (\\w+):\n(?:    #.*\n)*    Type: (\\S+)$", Pattern.MULTILINE);
    private static final Pattern STACK =
            Pattern.compile("^  ([\\w-]+):\n(?:    #.*\n)*    blueprint: ([\\w-]+)$", Pattern.MULTILINE);

    @Test
    void kinds_ofAllBlueprints_areEachChangedOrHaveAReason() {
        assertThat(kinds())
                .containsExactlyInAnyOrderElementsOf(
                        either(disturbed(Disturbance.ALL, false), Disturbance.NEVER_CHANGED.keySet()));
    }

    @Test
    void kinds_ofAllBlueprints_areEachDeletedOrHaveAReason() {
        Set<String> deleted = disturbed(Disturbance.ALL, true);
        deleted.addAll(disturbed(Disturbance.ASKING, true));

        assertThat(kinds()).containsExactlyInAnyOrderElementsOf(either(deleted, Disturbance.NEVER_DELETED.keySet()));
    }

    /** Both together; what is disturbed needs no reason why it is not. */
    private static Set<String> either(Set<String> disturbed, Set<String> excused) {
        assertThat(disturbed).doesNotContainAnyElementsOf(excused);
        Set<String> both = new TreeSet<>(disturbed);
        both.addAll(excused);
        return both;
    }

    private static Set<String> kinds() {
        return blueprints().values().stream()
                .map(Map::values)
                .flatMap(Collection::stream)
                .collect(toCollection(TreeSet::new));
    }

    private static Set<String> disturbed(List<Disturbance.OfStack> stacks, boolean deleted) {
        Map<String, Map<String, String>> blueprints = blueprints();
        Set<String> kinds = new TreeSet<>();
        for (Disturbance.OfStack stack : stacks) {
            String blueprint = blueprintOf(stack);
            for (Disturbance each : stack.disturbances()) {
                String kind = requireNonNull(blueprints.get(blueprint)).get(each.logicalId());
                assertThat(kind).as(blueprint + " has " + each.logicalId()).isNotNull();
                if (each.deletes() == deleted) {
                    kinds.add(requireNonNull(kind));
                }
            }
        }
        return kinds;
    }

    private static String blueprintOf(Disturbance.OfStack stack) {
        String environment = read(
                ROOT.resolve("examples/live/environments/" + stack.account().environment() + ".yaml"));
        return STACK.matcher(environment)
                .results()
                .filter(found -> found.group(1).equals(stack.stack()))
                .map(found -> found.group(2))
                .findFirst()
                .orElseThrow(() -> new AssertionError(stack.account() + " has no stack " + stack.stack()));
    }

    /** The newest version of each blueprint: types by logical id. */
    private static Map<String, Map<String, String>> blueprints() {
        try (Stream<Path> folders = Files.list(ROOT.resolve("blueprints"))) {
            Map<String, Map<String, String>> found = new TreeMap<>();
            folders.filter(folder -> Files.exists(folder.resolve("1.0.0.yaml"))).forEach(folder -> {
                String template = read(newest(folder));
                String resources = template.substring(template.indexOf("\nResources:"));
                found.put(
                        folder.getFileName().toString(),
                        RESOURCE.matcher(resources)
                                .results()
                                .collect(toMap((MatchResult each) -> each.group(1), each -> each.group(2))));
            });
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path newest(Path folder) {
        try (Stream<Path> versions = Files.list(folder)) {
            return versions.filter(file -> file.getFileName().toString().matches("\\d+\\.\\d+\\.\\d+\\.yaml"))
                    .max(java.util.Comparator.comparing(file -> java.lang.Runtime.Version.parse(
                            file.getFileName().toString().replace(".yaml", ""))))
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
