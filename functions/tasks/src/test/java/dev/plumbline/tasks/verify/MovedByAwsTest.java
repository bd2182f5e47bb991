package dev.plumbline.tasks.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.estate.AwsMove;
import dev.plumbline.estate.Blueprint;
import dev.plumbline.estate.Check;
import dev.plumbline.estate.blueprint.Blueprints;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No check of a built-in blueprint fails because AWS has moved what the blueprint says that it moves. */
class MovedByAwsTest {

    /** A check and what AWS moves of its resource. */
    record Case(String blueprint, Check.Expectation check, AwsMove move) {

        private boolean isAbout() {
            return check.resource().equals(move.resource())
                    && check.expect().matches("(?s).*(?<![.A-Za-z])" + move.property() + "(?![A-Za-z]).*");
        }

        @Override
        public String toString() {
            return blueprint + " " + check.id();
        }
    }

    static Stream<Case> checks() {
        Blueprints all = Blueprints.builtIn();
        return all.names().stream()
                .flatMap(name -> all.versions(name).stream()
                        .map(version -> all.find(name, version).orElseThrow()))
                .flatMap(MovedByAwsTest::cases)
                .filter(Case::isAbout);
    }

    private static Stream<Case> cases(Blueprint blueprint) {
        return blueprint.moves().stream()
                .flatMap(move -> blueprint.checks().stream()
                        .filter(Check.Expectation.class::isInstance)
                        .map(check -> new Case(blueprint.name(), (Check.Expectation) check, move)));
    }

    @ParameterizedTest
    @MethodSource("checks")
    void check_ofWhatAwsHasMoved_holdsAsBefore(Case about) {
        List<String> values = switch (about.move().reach()) {
            case AwsMove.Reach.SameMajorVersion() -> List.of("17.6", "17.7");
            case AwsMove.Reach.UpTo(String _) -> List.of("20", "30");
        };
        Expression expressions =
                new Expression(new TreeMap<>(Map.of(about.move().parameter(), values.getFirst())), new TreeMap<>());

        for (String live : values) {
            // What else the check wants of the resource.
            ObjectNode properties = JsonNodeFactory.instance
                    .objectNode()
                    .put("Engine", "postgres")
                    .put(about.move().property(), live);
            assertThat(expressions.holds(about.check().expect(), properties))
                    .as(about + " of " + live)
                    .isTrue();
        }
    }

    @Test
    void moves_ofTheBuiltInBlueprints_areThoseOfDatabasesAndClusters() {
        Blueprints all = Blueprints.builtIn();

        assertThat(all.names().stream()
                        .flatMap(name -> all.versions(name).stream()
                                .flatMap(version -> all.find(name, version).orElseThrow().moves().stream())
                                .map(move -> name + " " + move.resource() + "." + move.property())))
                .containsExactlyInAnyOrder(
                        "rds-postgres Database.EngineVersion",
                        "rds-postgres Database.AllocatedStorage",
                        "rds-postgres ReplicaA.EngineVersion",
                        "rds-postgres ReplicaB.EngineVersion",
                        "eks Cluster.Version");
    }
}
