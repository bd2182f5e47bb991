package dev.plumbline.estate.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.estate.Estate;
import dev.plumbline.estate.Problem;
import dev.plumbline.estate.ProblemCode;
import dev.plumbline.estate.Reading;
import dev.plumbline.estate.Setting;
import dev.plumbline.estate.StackDeclaration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What needs more than one change to the fixture. */
final class WholeEstateTest {

    private static final String DEV = "environments/dev.yaml";
    private static final String TOPIC = "Resources: { Topic: { Type: AWS::SNS::Topic } }\n";

    private static List<ProblemCode> codes(Map<String, String> files) {
        return switch (Fixture.read(files)) {
            case Reading.Valid valid -> List.of();
            case Reading.Refused refused ->
                refused.problems().stream().map(Problem::code).toList();
        };
    }

    private static Estate estate(Map<String, String> files) {
        Reading reading = Fixture.read(files);
        assertThat(reading).as(reading.toString()).isInstanceOf(Reading.Valid.class);
        return ((Reading.Valid) reading).estate();
    }

    private static StackDeclaration stack(Estate estate, String environment, String stack) {
        return estate.environments().values().stream()
                .filter(each -> each.name().equals(environment))
                .flatMap(each -> each.stacks().values().stream())
                .filter(each -> each.name().equals(stack))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void read_withoutRootFile_saysSoAndStillLooksAtTheRest() {
        Map<String, String> files = Fixture.with(DEV, "environment: dev", "environment: [");
        files.remove("plumbline.yaml");

        assertThat(codes(files)).containsExactly(ProblemCode.SYNTAX, ProblemCode.FILE_MISSING);
    }

    @Test
    void read_environmentWithoutWave_isReported() {
        Map<String, String> files = Fixture.files();
        files.put("environments/test.yaml", "environment: test\naccount: \"222222222222\"\n");

        assertThat(codes(files)).containsExactly(ProblemCode.ENVIRONMENT_WITHOUT_WAVE);
    }

    @Test
    void read_filesThatAreNotRead_areReported() {
        Map<String, String> files = Fixture.files();
        files.put("environments/test.yml", "");
        files.put("environments/eu/test.yaml", "");
        files.put("environments/README.md", "about");
        files.put("README.md", "about");

        assertThat(codes(files)).containsExactly(ProblemCode.FILE_UNEXPECTED, ProblemCode.FILE_UNEXPECTED);
    }

    @Test
    void read_ownBlueprint_goesBeforeABuiltInOneOfTheSameName() {
        Map<String, String> files = Fixture.with(DEV, "stacks:", "stacks:\n  more:\n    blueprint: later");
        files.put("blueprints/later/template.json", "{\"Resources\": {\"T\": {\"Type\": \"AWS::SNS::Topic\"}}}");
        files.put("blueprints/later/README.md", "about");

        assertThat(estate(files).blueprints().values())
                .filteredOn(blueprint -> blueprint.name().equals("later"))
                .extracting(blueprint -> blueprint.version() + " " + blueprint.file())
                .containsExactly("own blueprints/later/template.json");
    }

    @Test
    void read_ownBlueprintTwice_isReported() {
        Map<String, String> files = Fixture.files();
        files.put("blueprints/topic.yaml", TOPIC);
        files.put("blueprints/topic/template.yaml", TOPIC);

        assertThat(codes(files)).containsExactly(ProblemCode.BLUEPRINT_TWICE);
    }

    @Test
    void read_defaultsEnvironmentAndStack_lieOverOneAnother() {
        Map<String, String> files = Fixture.with(
                DEV,
                "stacks:",
                "tags: { owner: team, tier: low }\npolicies: { approvals: never }\nsettings: { default-security-group: closed }\nstacks:");
        files.put(
                DEV,
                files.getOrDefault(DEV, "")
                        .replace(
                                "blueprint: network",
                                "blueprint: network\n    tags: { tier: high }\n    policies: { approvals: destructive }"));

        Estate estate = estate(files);

        assertThat(stack(estate, "dev", "network").tags())
                .containsEntry("owner", "team")
                .containsEntry("tier", "high");
        assertThat(stack(estate, "dev", "network").policies().approvals().word())
                .isEqualTo("destructive");
        assertThat(stack(estate, "dev", "app").policies().approvals().word()).isEqualTo("never");
        assertThat(stack(estate, "prod", "app").policies().approvals().word()).isEqualTo("always");
        assertThat(estate.environmentOf("111111111111").orElseThrow().settings().all())
                .containsExactly(new Setting.DefaultSecurityGroupClosed(), new Setting.EbsEncryptionByDefault(true));
    }

    @Test
    void read_referenceToAStackInTwoOtherRegions_hasToNameOne() {
        Map<String, String> files = Fixture.with("plumbline.yaml", "[eu-west-1]", "[eu-west-1, us-east-1, us-west-2]");
        String dev = files.getOrDefault(DEV, "")
                .replace(
                        "blueprint: network",
                        "blueprint: network\n    exclude-regions: [us-east-1]\n    policies: { overlapping-networks: allowed }");

        files.put(DEV, dev.replace("blueprint: app", "blueprint: app\n    regions: [us-east-1]"));
        assertThat(codes(files)).containsExactly(ProblemCode.REFERENCE_REGION);

        files.put(DEV, dev.replace("blueprint: app", "blueprint: app\n    exclude-regions: [us-east-1]"));
        assertThat(codes(files)).isEmpty();

        // The needed stack then is in another target, which has to be deployed in an earlier wave.
        String named = dev.replace("${network.VpcId}", "${network@us-west-2.VpcId}");
        files.put(DEV, named.replace("blueprint: app", "blueprint: app\n    regions: [us-east-1]"));
        assertThat(codes(files)).containsExactly(ProblemCode.REFERENCE_TO_LATER_WAVE);

        files.put(DEV, named.replace("blueprint: app", "blueprint: app\n    wave: 2\n    regions: [us-east-1]"));
        assertThat(codes(files)).isEmpty();
    }

    @Test
    void read_overlappingNetworks_areAllowedByPolicyOrIfOneStackHasThem() {
        Map<String, String> files = Fixture.with("environments/prod.yaml", "10.3.0.0/16", "10.1.4.0/24");
        assertThat(codes(files)).containsExactly(ProblemCode.OVERLAPPING_CIDR);

        files.put(
                "environments/prod.yaml",
                files.getOrDefault("environments/prod.yaml", "")
                        .replace(
                                "blueprint: network",
                                "blueprint: network\n    policies: { overlapping-networks: allowed }"));
        assertThat(codes(files)).isEmpty();
    }

    @Test
    void read_severalCircles_areEachReportedOnce() {
        String stacks = IntStream.of(1, 2, 3, 4, 5)
                .mapToObj(number ->
                        "  s%d:\n    blueprint: network\n    parameters: { CidrBlock: 10.20%d.0.0/16, Label: \"${s%d.VpcId}\" }\n"
                                .formatted(
                                        number,
                                        number,
                                        number % 2 == 1 && number < 5 ? number + 1 : Math.max(1, number - 1)))
                .collect(Collectors.joining());

        Reading reading = Fixture.read(Fixture.with(DEV, "stacks:\n", "stacks:\n" + stacks));

        assertThat(((Reading.Refused) reading).problems())
                .extracting(Problem::message)
                .containsExactlyInAnyOrder(
                        "stacks need each other: s1 -> s2 -> s1", "stacks need each other: s3 -> s4 -> s3");
    }

    @Test
    void read_aChainOfAThousandStacks_isFollowedWithoutRecursion() {
        String stacks = IntStream.range(0, 990)
                .mapToObj(number ->
                        "  s%d:\n    blueprint: network\n    policies: { overlapping-networks: allowed }\n    parameters: { CidrBlock: 10.9.0.0/16, Label: \"${s%d.VpcId}\" }\n"
                                .formatted(number, (number + 1) % 990))
                .collect(Collectors.joining());

        assertThat(codes(Fixture.with(DEV, "stacks:\n", "stacks:\n" + stacks))).containsExactly(ProblemCode.CYCLE);
    }

    @Test
    void read_patternThatBacktracksWithoutEnd_isLeftToCloudFormation() {
        Map<String, String> files = Fixture.with(
                DEV,
                "stacks:",
                "stacks:\n  slow:\n    blueprint: slow\n    parameters: { Text: " + "a".repeat(60) + "! }");
        files.put(
                "blueprints/slow.yaml",
                "Parameters: { Text: { Type: String, AllowedPattern: \"(.*a){25}b\" } }\n" + TOPIC);

        assertThat(codes(files)).isEmpty();
    }

    @Test
    void read_secretThatIsRefused_isNotShown() {
        Reading reading = Fixture.read(
                Fixture.with(DEV, "Password: \"{{resolve:secretsmanager:app}}\"", "Password: canary-4711"));

        assertThat(reading.toString()).contains("SECRET_IN_REPOSITORY").doesNotContain("canary-4711");
    }
}
