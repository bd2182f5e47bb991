package dev.plumbline.estate.plan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.estate.Estate;
import dev.plumbline.estate.OutputLookup;
import dev.plumbline.estate.Reading;
import dev.plumbline.estate.Repositories;
import dev.plumbline.estate.blueprint.Blueprints;
import dev.plumbline.estate.read.EstateReader;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The plan of the example that people copy. */
final class ExamplePlanTest {

    private final Plan plan = new Planner().plan(estate());

    private static Estate estate() {
        Reading reading = new EstateReader(Blueprints.builtIn()).read(Repositories.folder("examples/live"));
        return ((Reading.Valid) reading).estate();
    }

    private TargetPlan target(String environment) {
        return plan.waves().stream()
                .flatMap(wave -> wave.targets().stream())
                .filter(target -> target.environment().equals(environment))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void plan_exampleEstate_goesThroughItsWaves() {
        assertThat(plan.waves())
                .extracting(wave -> wave.targets().stream()
                        .map(TargetPlan::environment)
                        .toList()
                        .toString())
                .containsExactly(
                        "[security, shared-services]", "[dev, security, shared-services]", "[stage]", "[prod]");
    }

    @Test
    void plan_stackThatRefersToAnother_isOneLevelLater() {
        List<List<String>> levels = target("dev").levels().stream()
                .map(level -> level.stream().map(StackPlan::name).toList())
                .toList();

        assertThat(levels.get(0)).contains("notifications").doesNotContain("network");
        assertThat(levels.get(1)).contains("network");
    }

    @Test
    void digest_unknownReference_isNotKnown() {
        StackPlan network = target("dev")
                .stacks()
                .filter(stack -> stack.name().equals("network"))
                .findFirst()
                .orElseThrow();

        assertThat(network.digest(OutputLookup.nothing())).isEmpty();
        assertThat(network.unknown(OutputLookup.nothing())).hasSize(2);
        assertThat(network.digest(output -> Optional.of("x"))).get().asString().matches("[0-9a-f]{64}");
        assertThat(network.digest(output -> Optional.of("x"))).isNotEqualTo(network.digest(output -> Optional.of("y")));
    }

    @Test
    void write_plan_isReadAsTheSame() {
        assertThat(PlanJson.readPlan(PlanJson.write(plan))).isEqualTo(plan);
    }

    @Test
    void write_target_isReadAsTheSame() {
        TargetPlan dev = target("dev");

        assertThat(PlanJson.readTarget(PlanJson.write(dev))).isEqualTo(dev);
    }

    @Test
    void write_wave_namesItsTargets() {
        assertThat(new String(PlanJson.write(plan.waves().get(2)), UTF_8))
                .isEqualTo(
                        "[{\"wave\":3,\"environment\":\"stage\",\"account\":\"222222222222\",\"region\":\"eu-west-1\"}]");
    }
}
