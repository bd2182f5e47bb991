package dev.plumbline.estate.read;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.estate.Problem;
import dev.plumbline.estate.Reading;
import dev.plumbline.estate.Repositories;
import dev.plumbline.estate.SourceTree;
import dev.plumbline.estate.blueprint.Blueprints;
import dev.plumbline.estate.plan.Planner;
import dev.plumbline.fuzz.Fuzz;
import dev.plumbline.fuzz.Mutations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files of a live repository that are changed somewhere: the example's, each case that the reader is tested with, and a
 * corpus. Whatever a commit holds is an estate that can be planned, or problems each of which has a place in a file;
 * never an exception, never long, never a message that fills a log.
 */
class FuzzTest {

    private static final int MUTATIONS = Fuzz.mutations(3);
    private static final Blueprints BUILT_IN = Blueprints.builtIn();

    /** Milliseconds are usual, and more where the machine is busy elsewhere. */
    private static final Duration LONGEST = Duration.ofSeconds(20);

    private static final int MESSAGE = 4_096;
    private static final Pattern HIDDEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");
    private static final Pattern LINE_END = Pattern.compile("\r\n|[\r\n]");

    /**
     * A file to change.
     *
     * @param name what it is called
     * @param blueprints the built-in blueprints that are there
     * @param files all files of the repository
     * @param path the file that is changed
     */
    record Input(String name, Blueprints blueprints, Map<String, byte[]> files, String path) {

        Reading read(byte[] content) {
            Map<String, byte[]> changed = new TreeMap<>(files);
            changed.put(path, content);
            return new EstateReader(blueprints).read(SourceTree.of(Repositories.COMMIT, changed));
        }

        byte[] content() {
            return files.getOrDefault(path, new byte[0]);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** Each file stands in the fixture, where the first part of its name says. */
    static Stream<Input> corpus() {
        return Fuzz.corpus("corpus").stream().map(file -> {
            String name = file.getFileName().toString();
            String path = name.startsWith("plumbline-")
                    ? "plumbline.yaml"
                    : name.startsWith("environment-")
                            ? "environments/dev.yaml"
                            : "blueprints/own/template" + name.substring(name.lastIndexOf('.'));
            Map<String, byte[]> files = bytes(Fixture.files());
            files.put(path, bytes(file));
            return new Input(name, Fixture.BLUEPRINTS, files, path);
        });
    }

    static Stream<Input> example() {
        SourceTree tree = Repositories.folder("examples/live");
        return tree.files().keySet().stream()
                .filter(path -> path.endsWith(".yaml"))
                .map(path -> new Input(path, BUILT_IN, tree.files(), path));
    }

    static Stream<Input> inputs() {
        List<Input> inputs = new ArrayList<>();
        EstateReaderTest.wrong()
                .forEach(wrong -> inputs.add(input(
                        wrong.toString(),
                        wrong.file(),
                        wrong.old(),
                        wrong.changed().replace("§", ""))));
        EstateReaderTest.right()
                .forEach(right -> inputs.add(input(right.toString(), right.file(), right.old(), right.changed())));
        // Of a long file more is to be changed.
        Stream<Input> often =
                Stream.concat(corpus(), example()).flatMap(input -> Stream.of(input, input, input, input));
        return Stream.concat(inputs.stream(), often);
    }

    private static Input input(String name, String file, String old, String changed) {
        return new Input(name, Fixture.BLUEPRINTS, bytes(Fixture.with(file, old, changed)), file);
    }

    private static Map<String, byte[]> bytes(Map<String, String> files) {
        Map<String, byte[]> bytes = new HashMap<>();
        files.forEach((path, text) -> bytes.put(path, text.getBytes(UTF_8)));
        return bytes;
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new IllegalStateException(file.toString(), e);
        }
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void read_corpus_isAnEstateOrProblemsWithTheirPlace(Input input) {
        assertThat(judged(input, input.content())).isEmpty();
    }

    @Test
    @Timeout(3_600)
    void read_mutated_isAnEstateOrProblemsWithTheirPlace() {
        List<String> found = new ArrayList<>();
        List<Input> inputs = inputs().toList();
        assertThat(inputs).hasSizeGreaterThan(100);
        for (int number = 0; number < inputs.size(); number++) {
            Input input = inputs.get(number);
            Random random = Fuzz.random(input.name() + number);
            String text = new String(input.content(), UTF_8);
            for (int i = 0; i < MUTATIONS; i++) {
                byte[] content = Mutations.lines(text, random);
                List<String> wrong = judged(input, content);
                if (!wrong.isEmpty() && found.size() < 20) {
                    found.add(Fuzz.keep(input.name(), i, content) + ": " + wrong.getFirst());
                }
            }
        }
        assertThat(found).isEmpty();
    }

    private static List<String> judged(Input input, byte[] content) {
        long begun = System.nanoTime();
        List<String> wrong = new ArrayList<>();
        try {
            switch (input.read(content)) {
                case Reading.Valid valid -> new Planner().plan(valid.estate());
                case Reading.Refused refused ->
                    refused.problems().forEach(problem -> judge(problem, input, content, wrong));
            }
        } catch (RuntimeException | StackOverflowError e) {
            wrong.add(Arrays.stream(e.getStackTrace()).limit(6).toList() + " threw " + e);
        }
        if (System.nanoTime() - begun > LONGEST.toNanos()) {
            wrong.add("took " + Duration.ofNanos(System.nanoTime() - begun));
        }
        return wrong;
    }

    private static void judge(Problem problem, Input input, byte[] content, List<String> wrong) {
        if (problem.toString().length() > MESSAGE) {
            wrong.add("too long: " + problem.toString().substring(0, 200));
        }
        if (HIDDEN.matcher(problem.toString()).find()) {
            wrong.add("no line: " + problem);
        }
        if (problem.file().equals(input.path()) && !exists(problem, new String(content, UTF_8))) {
            wrong.add("no such place: " + problem);
        }
    }

    private static boolean exists(Problem problem, String text) {
        String[] lines = LINE_END.split(text, -1);
        if (problem.line() > lines.length) {
            return false;
        }
        String line = lines[problem.line() - 1];
        return problem.column() <= line.codePointCount(0, line.length()) + 1;
    }
}
