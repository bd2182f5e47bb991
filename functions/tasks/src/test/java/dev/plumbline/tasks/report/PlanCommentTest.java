package dev.plumbline.tasks.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.accounts.commits.CommentForm;
import dev.plumbline.accounts.preview.Effect;
import dev.plumbline.accounts.preview.Preview;
import dev.plumbline.accounts.preview.ResourceDiff;
import dev.plumbline.accounts.preview.Sign;
import dev.plumbline.accounts.preview.StackPreview;
import dev.plumbline.accounts.preview.TargetPreview;
import dev.plumbline.accounts.preview.ValueDiff;
import dev.plumbline.estate.Problem;
import dev.plumbline.estate.ProblemCode;
import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlanCommentTest {

    private static final CommentForm GITHUB = new CommentForm(65_000, true);
    private static final CommentForm BITBUCKET = new CommentForm(32_000, false);
    private static final String COMMIT = "c".repeat(40);

    @Test
    void plan_withDanger_tellsItBeforeAnythingElse() {
        String text = only(GITHUB, replaced("10.0.0.0/16", "10.1.0.0/16"));

        assertThat(text)
                .startsWith("<!-- plumbline:plan refs/heads/main -->")
                .contains("### Plan: 1 to replace, 1 stack asks a person");
        assertThat(text.indexOf("replaces Vpc")).isBetween(0, text.indexOf("<details>"));
        assertThat(text)
                .contains(
                        "<summary><code>prod eu-west-1 network is changed, asks a person</code></summary>",
                        "\n-/+ Vpc (AWS::EC2::VPC) vpc-1  # forces replacement\n",
                        "\n-/+     CidrBlock: 10.0.0.0/16 → 10.1.0.0/16  # forces replacement\n");
    }

    @Test
    void plan_withoutChanges_saysSo() {
        assertThat(only(GITHUB, preview())).contains("### Plan: no changes").doesNotContain("<details>");
    }

    @Test
    void problems_ofAnInvalidCommit_areListedWithTheirPlaces() {
        Preview refused = Preview.refused(
                "plan-1",
                COMMIT,
                COMMIT,
                List.of(new Problem(
                        "environments/dev.yaml", 7, 3, ProblemCode.UNKNOWN_KEY, "`x` is @nobody's key", "remove it")));

        assertThat(only(GITHUB, refused))
                .contains("1 problem, nothing was planned")
                .contains("- `environments/dev.yaml:7:3` UNKNOWN_KEY `` `x` is @nobody's key ``, `remove it`");
    }

    @Test
    void failure_withoutACommit_isTold() {
        assertThat(only(GITHUB, Preview.failed("plan-1", "Git is away")))
                .contains("### Plan: There is no plan", "`Git is away`");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "</details><script>alert(1)</script>",
                "@everyone look",
                "```\n# a heading of my own\n```",
                "[a link](https://evil.example)",
                "\u001b[31mred\u001b[0m",
                "/approve\n/merge",
                "<!-- plumbline:plan refs/heads/main -->",
                "\u202egnp.exe",
            })
    void text_ofOthers_staysInsideOfCode(String hostile) {
        String text = only(GITHUB, replaced("x", hostile));

        assertThat(text).doesNotContain("\u001b", "\u202e");
        assertThat(outsideOfCode(text)).doesNotContain("script", "@everyone", "evil", "heading", "approve", "gnp");
        assertThat(text.lines()).noneMatch(line -> line.startsWith("/"));
    }

    @Test
    void plan_of70000Characters_isSplitUnderTheLimitAndEachPartStandsAlone() {
        Preview large = preview(large(700, 100));

        List<String> parts = parts(GITHUB, large);

        assertThat(parts).hasSizeGreaterThan(1);
        assertThat(parts).allSatisfy(part -> {
            assertThat(part.length()).isLessThanOrEqualTo(65_536);
            assertThat(part)
                    .startsWith("<!-- plumbline:plan refs/heads/main -->")
                    .contains(" of " + parts.size());
            assertThat(count(part, "<details>")).isEqualTo(count(part, "</details>"));
            assertThat(count(part, "```")).isEven();
        });
        assertThat(String.join("\n", parts)).contains("P0: ", "P699: ", "(continued)");
    }

    @Test
    void plan_withoutEnd_endsWithAWordThatThereIsMore() {
        List<String> parts = parts(BITBUCKET, preview(large(4_000, 400)));

        assertThat(parts).hasSize(10);
        assertThat(parts).allSatisfy(part -> assertThat(part.length()).isLessThanOrEqualTo(32_768));
        assertThat(parts.getLast()).contains("There is more than is shown here");
    }

    @Test
    void form_withoutHtml_hasNone() {
        String text = only(BITBUCKET, replaced("a", "b"));

        assertThat(text)
                .startsWith("[//]: # (plumbline:plan refs/heads/main)")
                .doesNotContain("<details>", "<!--", "<code>")
                .contains("**`prod eu-west-1 network is changed, asks a person`**");
    }

    @Test
    void windowed_versionThatWaits_isSaidWithBothVersions() {
        ValueDiff version = new ValueDiff(Sign.CHANGE, "dev/eu-west-1/data EngineVersion", "17.6", "17.7", Effect.NONE);
        Preview preview = new Preview(
                Preview.VERSION, "plan-1", COMMIT, COMMIT, List.of(), List.of(), List.of(version), List.of(), "");

        assertThat(preview.quiet()).isFalse();
        assertThat(only(GITHUB, preview))
                .contains("dev/eu-west-1/data EngineVersion", "waits for its window", "17.6", "17.7");
    }

    private static List<String> parts(CommentForm form, Preview preview) {
        return new PlanComment(preview, form, "plumbline:plan refs/heads/main", URI.create("https://console.example/x"))
                .parts();
    }

    private static String only(CommentForm form, Preview preview) {
        List<String> parts = parts(form, preview);
        assertThat(parts).hasSize(1);
        return parts.getFirst();
    }

    private static Preview preview(StackPreview... stacks) {
        Preview empty =
                new Preview(Preview.VERSION, "plan-1", COMMIT, COMMIT, List.of(), List.of(), List.of(), List.of(), "");
        return empty.with(
                List.of(new TargetPreview("prod", "333333333333", "eu-west-1", 4, List.of(stacks), List.of(), "")));
    }

    private static Preview replaced(String before, String after) {
        ValueDiff block = new ValueDiff(Sign.CHANGE, "CidrBlock", before, after, Effect.REPLACES);
        ResourceDiff vpc = new ResourceDiff(
                Sign.REPLACE,
                "Vpc",
                "AWS::EC2::VPC",
                "vpc-1",
                Effect.REPLACES,
                "replaces Vpc (AWS::EC2::VPC) because of CidrBlock",
                "",
                List.of(block));
        return preview(
                new StackPreview("network", StackPreview.Action.UPDATE, true, List.of(), List.of(vpc), List.of()));
    }

    private static StackPreview large(int values, int length) {
        List<ValueDiff> all = IntStream.range(0, values)
                .mapToObj(index -> new ValueDiff(Sign.ADD, "P" + index, "", "v".repeat(length), Effect.NONE))
                .toList();
        ResourceDiff resource = new ResourceDiff(Sign.ADD, "R", "AWS::SNS::Topic", "", Effect.NONE, "", "", all);
        return new StackPreview("app", StackPreview.Action.CREATE, false, List.of(), List.of(resource), List.of());
    }

    private static int count(String text, String what) {
        return text.split(Pattern.quote(what), -1).length - 1;
    }

    private static String outsideOfCode(String text) {
        return text.replaceAll("(?s)(`{3,})diff\n.*?\n\\1\n", "")
                .replaceAll("(?s)<code>.*?</code>", "")
                .replaceAll("(`+)[^`]+\\1", "");
    }
}
