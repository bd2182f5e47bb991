package dev.plumbline.estate.plan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.plumbline.estate.OutputKey;
import dev.plumbline.estate.OutputLookup;
import dev.plumbline.estate.Reading;
import dev.plumbline.estate.Repositories;
import dev.plumbline.estate.StackKey;
import dev.plumbline.estate.TargetKey;
import dev.plumbline.estate.blueprint.Blueprints;
import dev.plumbline.estate.read.EstateReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class PlannerTest {

    private static final Blueprints BLUEPRINTS = Blueprints.of(Map.of("any/1.0.0", """
            Parameters:
              A: { Type: String, Default: "" }
              B: { Type: CommaDelimitedList, Default: "" }
              C: { Type: String, Default: none, NoEcho: true }
            Metadata:
              Plumbline:
                Checks:
                  - { Id: seen, Resource: Topic, Expect: TopicName = "x", Seen: TopicName }
                  - { Id: probed, Probe: nat-gateways-available, With: { VpcId: $outputs.Out } }
                Stateful: [Topic]
                Windowed: [A]
            Resources: { Topic: { Type: AWS::SNS::Topic } }
            Outputs: { Out: { Value: x } }
            """.getBytes(UTF_8)));

    private static final String ROOT = """
            organization: acme
            blueprints: "1.0.0"
            waves: [[hub], [dev]]
            defaults:
              regions: [eu-west-1, us-east-1]
              settings: { default-security-group: closed }
            """;

    private static final String HUB = """
            environment: hub
            account: "555555555555"
            stacks:
              keys: { blueprint: any, exclude-regions: [us-east-1] }
              last: { blueprint: any, wave: 3, regions: [us-east-1] }
            """;

    private static final String DEV = """
            environment: dev
            account: "111111111111"
            stacks:
              one:
                blueprint: any
                parameters:
                  A: "x-${hub/keys.Out}-$${y}"
                  B: [p, "${hub/keys@eu-west-1.Out}", 5]
                  C: "{{resolve:ssm:c:1}}"
              two: { blueprint: any, parameters: { A: "${one.Out}" } }
              three:
                blueprint: any
                tags: { k: v }
                parameters:
                  A: { text: "007", number: 7, yes: true, list: ["${two.Out}", "a-${one.Out}"] }
              free: { blueprint: any }
            """;

    private static Plan plan(Map<String, String> files) {
        return switch (new EstateReader(BLUEPRINTS).read(Repositories.of(files))) {
            case Reading.Valid valid -> new Planner().plan(valid.estate());
            case Reading.Refused refused -> throw new AssertionError(refused.toString());
        };
    }

    private static Map<String, String> files() {
        return new LinkedHashMap<>(
                Map.of("plumbline.yaml", ROOT, "environments/hub.yaml", HUB, "environments/dev.yaml", DEV));
    }

    private static TargetPlan target(int wave, String environment, String region) {
        return plan(files()).waves().stream()
                .filter(each -> each.number() == wave)
                .flatMap(each -> each.targets().stream())
                .filter(each ->
                        each.environment().equals(environment) && each.region().equals(region))
                .findFirst()
                .orElseThrow();
    }

    private static StackPlan stack(String name) {
        return target(2, "dev", "us-east-1")
                .stacks()
                .filter(stack -> stack.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static OutputLookup outputs() {
        return output -> Optional.of(
                output.stack().stack() + "@" + output.stack().target().region());
    }

    @Test
    void plan_stacks_lieInLevelsOfWhatTheyNeed() {
        assertThat(target(2, "dev", "eu-west-1").levels())
                .extracting(level -> level.stream().map(StackPlan::name).toList())
                .containsExactly(List.of("free", "one"), List.of("two"), List.of("three"));
    }

    @Test
    void plan_reference_leadsToTheSameRegionElseToTheOnlyOne() {
        assertThat(stack("two").references())
                .containsExactly(new OutputKey(new StackKey(new TargetKey("111111111111", "us-east-1"), "one"), "Out"));
        assertThat(stack("one").needs())
                .containsExactly(new StackKey(new TargetKey("555555555555", "eu-west-1"), "keys"));
    }

    @Test
    void plan_settings_areAppliedInTheLastWaveOfATarget() {
        assertThat(target(1, "hub", "eu-west-1").settings().isEmpty()).isFalse();
        assertThat(target(3, "hub", "us-east-1").last()).isTrue();
        assertThat(target(3, "hub", "us-east-1").settings().isEmpty()).isFalse();
        assertThat(plan(files()).waves())
                .extracting(wave -> wave.number() + ": "
                        + wave.targets().stream()
                                .map(each -> each.environment() + "/" + each.region())
                                .toList())
                .containsExactly("1: [hub/eu-west-1]", "2: [dev/eu-west-1, dev/us-east-1]", "3: [hub/us-east-1]");
    }

    @Test
    void plan_targetWithoutStacks_isPlannedForItsSettingsAndRemovals() {
        Map<String, String> files = files();
        files.put("environments/dev.yaml", "environment: dev\naccount: \"111111111111\"\n");

        TargetPlan empty = plan(files).waves().get(1).targets().getFirst();

        assertThat(empty.levels()).isEmpty();
        assertThat(empty.last()).isTrue();
        assertThat(empty.declared()).isEmpty();
        assertThat(empty.settings().isEmpty()).isFalse();
    }

    @Test
    void resolve_values_areWhatCloudFormationTakes() {
        assertThat(stack("one").resolve(outputs()))
                .hasValueSatisfying(parameters -> assertThat(parameters)
                        .containsEntry("A", "x-keys@eu-west-1-${y}")
                        .containsEntry("B", "p,keys@eu-west-1,5")
                        .containsEntry("C", "{{resolve:ssm:c:1}}")
                        .hasSize(3));
        assertThat(stack("three").resolve(outputs()))
                .hasValueSatisfying(
                        parameters -> assertThat(parameters)
                                .containsEntry(
                                        "A",
                                        "{\"list\":[\"two@us-east-1\",\"a-one@us-east-1\"],\"number\":7,\"text\":\"007\",\"yes\":true}"));
    }

    @Test
    void effectiveParameters_includeTheDefaultsOfTheTemplate() {
        assertThat(stack("free").effectiveParameters(outputs()))
                .contains(new TreeMap<>(Map.of("A", "", "B", "", "C", "none")));
        assertThat(stack("free").resolve(outputs()).orElseThrow()).isEmpty();
    }

    @Test
    void digest_changes_onlyWithWhatIsDeployed() {
        String before = stack("three").digest(outputs()).orElseThrow();

        assertThat(digestAfter("environments/dev.yaml", "k: v", "k: w")).isNotEqualTo(before);
        assertThat(digestAfter("environments/dev.yaml", "number: 7", "number: 8"))
                .isNotEqualTo(before);
        assertThat(digestAfter("environments/dev.yaml", "three:", "# moved\n  three:"))
                .isEqualTo(before);
        assertThat(digestAfter("environments/dev.yaml", "{ text: \"007\", number: 7,", "{ number: 7, text: '007',"))
                .isEqualTo(before);
        assertThat(digestAfter("plumbline.yaml", "acme", "emca")).isEqualTo(before);
    }

    private static String digestAfter(String file, String old, String changed) {
        Map<String, String> files = files();
        files.put(file, files.getOrDefault(file, "").replace(old, changed));
        return plan(files)
                .waves()
                .get(1)
                .targets()
                .get(1)
                .stacks()
                .filter(stack -> stack.name().equals("three"))
                .findFirst()
                .flatMap(stack -> stack.digest(outputs()))
                .orElseThrow();
    }

    @Test
    void digest_ofAWindowedParameter_changesOnlyWithoutAWindow() {
        String window = "patching: { windows: [{ opens: cron(0 2 ? * SUN *), duration: 4h, time-zone: UTC }] }\n";

        assertThat(digestOfTwo("", "\"8\"")).isNotEqualTo(digestOfTwo("", "\"9\""));
        assertThat(digestOfTwo(window, "\"8\"")).isEqualTo(digestOfTwo(window, "\"9\""));
    }

    @Test
    void patched_valueIsAppliedAndLeavesTheDigest() {
        StackPlan waiting = new StackPlan(
                stack("two").key(),
                stack("two").blueprint(),
                stack("two").parameters(),
                new TreeMap<>(),
                new TreeSet<>(),
                stack("two").rules(),
                new Windowing(true, new TreeMap<>()),
                stack("two").position());
        StackPlan patched = waiting.patched(new TreeMap<>(Map.of("A", "17.7")));

        assertThat(patched.resolve(outputs()).orElseThrow()).containsEntry("A", "17.7");
        assertThat(patched.digest(outputs())).isEqualTo(waiting.digest(outputs()));
        assertThat(waiting.waiting()).containsExactly("A");
    }

    private static Optional<String> digestOfTwo(String patching, String value) {
        Map<String, String> files = files();
        files.put("plumbline.yaml", ROOT + patching);
        files.put("environments/dev.yaml", DEV.replace("A: \"${one.Out}\"", "A: " + value));
        return plan(files).waves().stream()
                .flatMap(wave -> wave.targets().stream())
                .flatMap(TargetPlan::stacks)
                .filter(stack -> stack.name().equals("two"))
                .findFirst()
                .orElseThrow()
                .digest(outputs());
    }

    @Test
    void write_planOfFilesAndKeysInAnyOrder_givesTheSameBytes() {
        byte[] expected = PlanJson.write(withoutPositions(plan(files())));
        Random random = new Random(42);

        for (int round = 0; round < 50; round++) {
            List<Map.Entry<String, String>> entries = new ArrayList<>(files().entrySet());
            Collections.shuffle(entries, random);
            Map<String, String> shuffled = new LinkedHashMap<>();
            entries.forEach(entry -> shuffled.put(entry.getKey(), shuffledStacks(entry.getValue(), random)));

            assertThat(PlanJson.write(withoutPositions(plan(shuffled)))).isEqualTo(expected);
        }
    }

    /** Puts the stacks of an environment in another order. */
    private static String shuffledStacks(String text, Random random) {
        int start = text.indexOf("stacks:\n");
        if (start < 0) {
            return text;
        }
        int from = start + "stacks:\n".length();
        List<String> stacks = new ArrayList<>(List.of(text.substring(from).split("(?m)^(?=  [a-z])")));
        Collections.shuffle(stacks, random);
        return text.substring(0, from) + String.join("", stacks);
    }

    /** Lines move when text is moved: everything else has to stay. */
    private static Plan withoutPositions(Plan plan) {
        String text = new String(PlanJson.write(plan), UTF_8).replaceAll("(\\.yaml):[0-9]+:[0-9]+", "$1:1:1");
        return PlanJson.readPlan(text.getBytes(UTF_8));
    }

    @Test
    void write_planWithEveryKindOfValue_isReadAsTheSame() {
        Plan plan = plan(files());

        assertThat(PlanJson.readPlan(PlanJson.write(plan))).isEqualTo(plan);
        plan.waves().stream()
                .flatMap(wave -> wave.targets().stream())
                .forEach(target ->
                        assertThat(PlanJson.readTarget(PlanJson.write(target))).isEqualTo(target));
    }

    @Test
    void readPlan_otherVersionOrOtherBytes_isRefused() {
        byte[] other = new String(PlanJson.write(plan(files())), UTF_8)
                .replace("{\"version\":1", "{\"version\":2")
                .getBytes(UTF_8);

        assertThatIllegalArgumentException().isThrownBy(() -> PlanJson.readPlan(other));
        assertThatIllegalArgumentException().isThrownBy(() -> PlanJson.readPlan("{".getBytes(UTF_8)));
        assertThatIllegalArgumentException().isThrownBy(() -> PlanJson.readTarget("{\"version\":1}".getBytes(UTF_8)));
        assertThatIllegalArgumentException().isThrownBy(() -> PlanJson.readTarget(new byte[0]));
    }
}
