package dev.plumbline.estate.yaml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.plumbline.estate.Problem;
import dev.plumbline.estate.ProblemCode;
import dev.plumbline.estate.Problems;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class DocumentsTest {

    private final Problems problems = new Problems();

    private Optional<Node> live(String text) {
        return Documents.liveFile("f.yaml", text.getBytes(UTF_8), problems);
    }

    private Optional<Node> template(String file, String text) {
        return Documents.template(file, text.getBytes(UTF_8), problems);
    }

    private static String billionLaughs() {
        StringBuilder text = new StringBuilder("a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
        for (int level = 1; level < 10; level++) {
            String before = "*a" + (level - 1);
            text.append("a" + level + ": &a" + level + " [" + String.join(", ", List.of(before, before, before, before))
                    + ", " + String.join(", ", List.of(before, before, before, before)) + "]\n");
        }
        return text.toString();
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of("billion laughs", billionLaughs(), "f.yaml:6:10", ProblemCode.TOO_LARGE),
                Arguments.of(
                        "a long text repeated",
                        "k: &k " + "x".repeat(500_000) + "\nm:\n" + " - *k\n".repeat(50_000),
                        "f.yaml:9:4",
                        ProblemCode.TOO_LARGE),
                Arguments.of(
                        "long explicit key", "? " + "x".repeat(1_025) + "\n: 1\n", "f.yaml:1:3", ProblemCode.TOO_LARGE),
                Arguments.of("deep lists", "a: " + "[".repeat(100_000), "f.yaml:1:23", ProblemCode.TOO_LARGE),
                Arguments.of("deep mappings", "{a: ".repeat(100_000), "f.yaml:1:81", ProblemCode.TOO_LARGE),
                Arguments.of("deep blocks", "- ".repeat(100_000), "f.yaml:1:41", ProblemCode.TOO_LARGE),
                Arguments.of("too many values", "- a\n".repeat(100_001), "f.yaml:100000:3", ProblemCode.TOO_LARGE),
                Arguments.of("too many bytes", "a".repeat(1_000_001), "f.yaml:1:1", ProblemCode.TOO_LARGE),
                Arguments.of("duplicate key", "a: 1\nb: 2\na: 3\n", "f.yaml:3:1", ProblemCode.DUPLICATE_KEY),
                Arguments.of("tag", "a: !!java.net.URL [x]\n", "f.yaml:1:4", ProblemCode.TAG_REFUSED),
                Arguments.of("tag on a value", "a: !env SECRET\n", "f.yaml:1:4", ProblemCode.TAG_REFUSED),
                Arguments.of("alias of nothing", "a: *b\n", "f.yaml:1:4", ProblemCode.SYNTAX),
                Arguments.of("alias inside itself", "a: &a [*a]\n", "f.yaml:1:8", ProblemCode.SYNTAX),
                Arguments.of("second document", "a: 1\n---\nb: 1\n", "f.yaml:2:1", ProblemCode.SYNTAX),
                Arguments.of("nothing", "", "f.yaml:1:1", ProblemCode.SYNTAX),
                Arguments.of("comment only", "# nothing\n", "f.yaml:1:1", ProblemCode.SYNTAX),
                Arguments.of("tab", "a:\n\tb: 1\n", "f.yaml:2:1", ProblemCode.SYNTAX),
                Arguments.of("colon", "a: b: c\n", "f.yaml:1:5", ProblemCode.SYNTAX),
                Arguments.of("control character", "a: 1\nb: \u0001\n", "f.yaml:2:4", ProblemCode.SYNTAX),
                Arguments.of("list as key", "? [a]\n: b\n", "f.yaml:1:3", ProblemCode.SYNTAX));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void liveFile_hostileOrWrong_isRefusedWithItsPlace(String name, String text, String place, ProblemCode code) {
        live(text);

        assertThat(problems.all()).as(name).hasSize(1);
        Problem problem = problems.all().getFirst();
        assertThat(problem.code()).isEqualTo(code);
        assertThat(problem.position()).hasToString(place);
    }

    /** An alias as a key: each time it stands twice, the problem repeats the key, and 0.8 MB become gigabytes. */
    @Test
    void chokeTheReader_aliasesChainedIntoLongKeys_areRefusedAtOnce() {
        String text = "k: &k \"" + "x".repeat(400_000) + "\"\nm:\n" + " *k : 1\n".repeat(40_000);

        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> live(text));

        assertThat(problems.all()).hasSizeBetween(1, 20).allSatisfy(problem -> {
            assertThat(problem.code()).isEqualTo(ProblemCode.TOO_LARGE);
            assertThat(problem.message()).hasSizeLessThan(200);
        });
    }

    @Test
    void chokeTheReader_keyThatIsTooLongInATemplate_isRefused() {
        template("t.json", "{\"" + "x".repeat(1_025) + "\":1}");

        assertThat(problems.all()).extracting(Problem::code).containsExactly(ProblemCode.TOO_LARGE);
    }

    @Test
    void liveFile_notUtf8_isRefused() {
        Documents.liveFile("f.yaml", new byte[] {'a', (byte) 0xC3, (byte) 0x28}, problems);

        assertThat(problems.all()).extracting(Problem::code).containsExactly(ProblemCode.SYNTAX);
    }

    @Test
    void liveFile_anchorsAndByteOrderMark_areRead() {
        Optional<Node> document = live("\uFEFFa: &x { k: 1 }\nb: *x\n");

        assertThat(problems.all()).isEmpty();
        Node.Entries entries = (Node.Entries) document.orElseThrow();
        assertThat(entries.value("b")).isEqualTo(entries.value("a"));
    }

    @Test
    void liveFile_scalars_keepTheirTextAndKnowTheirKind() {
        Node.Items items = (Node.Items)
                live("[10.50, '10.50', true, yes, ~, 012, 0x1F, 1e3]").orElseThrow();

        assertThat(items.all().stream().map(Node::described))
                .containsExactly(
                        "a number", "a text", "true or false", "a text", "nothing", "a text", "a text", "a number");
        assertThat(((Node.Scalar) items.all().getFirst()).text()).isEqualTo("10.50");
    }

    @Test
    void template_shortTags_areKept() {
        Node.Entries document = (Node.Entries) template("t.yaml", "A: !GetAtt B.Arn\nC: !Sub [x, {y: !Ref Z}]\n")
                .orElseThrow();

        assertThat(problems.all()).isEmpty();
        assertThat(document.value("A").orElseThrow().tag()).contains("!GetAtt");
        assertThat(document.value("C").orElseThrow().tag()).contains("!Sub");
    }

    @Test
    void template_alias_isRefusedAsCloudFormationDoes() {
        template("t.yaml", "A: &a 1\nB: *a\n");

        assertThat(problems.all()).extracting(Problem::code).containsExactly(ProblemCode.ALIAS_REFUSED);
    }

    static Stream<Arguments> json() {
        return Stream.of(
                Arguments.of("{\"a\": }", "t.json:1:7", ProblemCode.SYNTAX),
                Arguments.of("{\n\t\"a\": 1,\n\t\"a\": 2\n}", "t.json:3:2", ProblemCode.DUPLICATE_KEY),
                Arguments.of("", "t.json:1:1", ProblemCode.SYNTAX),
                Arguments.of("{} {}", "t.json:1:4", ProblemCode.SYNTAX));
    }

    @ParameterizedTest
    @MethodSource("json")
    void template_wrongJson_isRefusedWithItsPlace(String text, String place, ProblemCode code) {
        template("t.json", text);

        assertThat(problems.all()).extracting(Problem::code).containsExactly(code);
        assertThat(problems.all().getFirst().position()).hasToString(place);
    }

    @Test
    void template_deepJson_isRefused() {
        template("t.json", "[".repeat(100_000));

        assertThat(problems.all()).extracting(Problem::code).containsExactly(ProblemCode.TOO_LARGE);
    }

    @Test
    void template_jsonWithTabs_isRead() {
        Optional<Node> document = template("t.json", "{\n\t\"a\": [true, null, 1.5, \"x\"]\n}");

        assertThat(problems.all()).isEmpty();
        Node.Items items =
                (Node.Items) ((Node.Entries) document.orElseThrow()).value("a").orElseThrow();
        assertThat(items.all().stream().map(Node::described))
                .containsExactly("true or false", "nothing", "a number", "a text");
    }
}
