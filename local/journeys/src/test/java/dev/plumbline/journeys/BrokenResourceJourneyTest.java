package dev.plumbline.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.plumbline.accounts.ledger.Outcome;
import dev.plumbline.cli.local.Checkout;
import dev.plumbline.cli.verify.Finding;
import dev.plumbline.cli.verify.StackVerdict;
import dev.plumbline.estate.Check;
import dev.plumbline.estate.Problems;
import dev.plumbline.estate.blueprint.TemplateReader;
import dev.plumbline.estate.blueprint.TransformRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A live resource is broken behind its stack's back, and exactly the check that watches it fails, naming the resource,
 * what was expected and what was seen. One row of {@code src/test/resources/broken/BLUEPRINT.yaml} for each check of
 * each blueprint that has a file there; the README beside them says how to add one.
 */
@ExtendWith(LocalDefault.class)
class BrokenResourceJourneyTest {

    private static final String REGION = "eu-west-1";
    private static final Path ROWS = Path.of("src", "test", "resources", "broken");
    private static final List<Break> ALL = Break.all(ROWS);

    /** Twins differ by the letter at the end of a name. */
    private static final Pattern LETTER = Pattern.compile("(?<=[a-z])[A-D]\\b");

    private final Journey journey;

    BrokenResourceJourneyTest(Journey journey) {
        this.journey = journey;
    }

    @TestFactory
    Stream<DynamicTest> verify_brokenResource_failsThatCheckAlone() {
        journey.restore();
        deployWhatTheExampleLeavesOut();
        Stream<DynamicTest> rows = BreakingRound.of(broken(), journey.organization(), REGION).stream()
                .flatMap(round ->
                        round.rows().stream().map(row -> dynamicTest(row.toString(), () -> look(round, row))));
        return Stream.concat(rows, Stream.of(dynamicTest("mended", this::lookAtWhatWasMended)));
    }

    /** A check without a row, or a row without a check, is a mistake in the file. */
    @TestFactory
    Stream<DynamicTest> rows_eachBlueprintWithAFile_breakEveryCheck() {
        return ALL.stream()
                .collect(Collectors.groupingBy(Break::blueprint, TreeMap::new, Collectors.toList()))
                .entrySet()
                .stream()
                .map(rows -> dynamicTest(rows.getKey(), () -> {
                    Map<String, Check> checks = checks(rows.getKey());
                    assertThat(rows.getValue()).extracting(Break::check).containsAll(checks.keySet());
                    assertThat(checks)
                            .containsKeys(
                                    rows.getValue().stream().map(Break::check).toArray(String[]::new));
                    for (Break row : rows.getValue()) {
                        if (row.like() != null) {
                            assertThat(asked(checks.get(row.check()))).isEqualTo(asked(checks.get(row.like())));
                        }
                    }
                }));
    }

    private static Map<String, Check> checks(String blueprint) throws IOException {
        Path template = Checkout.current()
                .exampleEstate()
                .resolve("../../blueprints")
                .resolve(blueprint)
                .resolve("1.0.0.yaml");
        return new TemplateReader(new TransformRules.Any(), new Problems())
                        .read(blueprint, "1.0.0", template.toString(), Files.readAllBytes(template))
                        .orElseThrow()
                        .checks()
                        .stream()
                        .collect(Collectors.toMap(Check::id, Function.identity()));
    }

    private static String asked(@Nullable Check check) {
        return check instanceof Check.Expectation expectation
                ? expectation.type() + LETTER.matcher(expectation.expect()).replaceAll("*")
                : "";
    }

    private static void look(BreakingRound round, Break row) {
        String broken = round.broken(row);
        StackVerdict verdict = round.verdict(row);

        List<Finding> failing =
                verdict.findings().stream().filter(finding -> !finding.ok()).toList();
        assertThat(failing)
                .as(verdict.reason())
                .extracting(Finding::id)
                .containsExactlyInAnyOrderElementsOf(round.failing(row));
        Finding finding = failing.stream()
                .filter(each -> each.id().equals(row.check()))
                .findFirst()
                .orElseThrow();
        String named = row.names() == null ? broken.split("\\|", -1)[0] : row.names();
        assertThat(finding.resource()).as("the resource").contains(named);
        assertThat(finding.seen()).as("what was seen").contains(row.seen());
        assertThat(finding.expected()).as("what was expected").isNotBlank();
    }

    private void lookAtWhatWasMended() {
        Verdicts.of(journey.organization(), broken().stream().map(row -> row.key(REGION)))
                .values()
                .forEach(verdict -> assertThat(verdict.healthy())
                        .as(verdict.stack() + " " + verdict.reason())
                        .isTrue());
        deploy(journey.baseline());
    }

    /** Whoever builds at CircleCI has no provider of GitHub's; its checks are broken all the same. */
    private void deployWhatTheExampleLeavesOut() {
        deploy(journey.baseline()
                .replace(
                        "shared-services",
                        "    blueprint: ci\n    parameters:\n",
                        "    blueprint: ci\n    parameters:\n      GitHubActions: \"true\"\n")
                .replace(
                        "shared-services",
                        "    blueprint: ci-application\n    parameters:\n",
                        "    blueprint: ci-application\n    parameters:\n      GitHubRepository: acme/shop\n"));
    }

    private void deploy(LiveTree tree) {
        Ended run = journey.pushApproving(tree);
        assertThat(run.outcome()).as(run.toString()).isEqualTo(Outcome.DEPLOYED);
    }

    private static List<Break> broken() {
        return ALL.stream().filter(row -> row.like() == null).toList();
    }
}
