package dev.plumbline.accounts.changes;

import static dev.plumbline.accounts.changes.ChangesForTests.modified;
import static dev.plumbline.accounts.changes.ChangesForTests.removed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.accounts.stacks.Change;
import dev.plumbline.accounts.stacks.Change.Detail;
import dev.plumbline.accounts.stacks.Change.Replacement;
import java.util.List;
import org.junit.jupiter.api.Test;

class EffectiveChangesTest {

    private static final Detail VERSION = parameter("EngineVersion", "Never", "EngineVersion", "17.6", "17.7");

    @Test
    void of_valueThatComesOutTheSame_dropsItAndWhatRefersToIt() {
        Change family = modified(
                "ParameterGroup",
                "AWS::RDS::DBParameterGroup",
                Replacement.TRUE,
                parameter("Family", "Always", "EngineVersion", "postgres17", "postgres17"));
        Change database = modified(
                "Database",
                "AWS::RDS::DBInstance",
                Replacement.CONDITIONAL,
                VERSION,
                reference("DBParameterGroupName", "Conditionally", "ParameterGroup"));
        Change replica = modified(
                "Replica",
                "AWS::RDS::DBInstance",
                Replacement.CONDITIONAL,
                reference("SourceDBInstanceIdentifier", "Always", "Database"));

        List<Change> effective = EffectiveChanges.of(List.of(replica, database, family));

        assertThat(effective).singleElement().satisfies(change -> {
            assertThat(change.logicalId()).isEqualTo("Database");
            assertThat(change.replacement()).isEqualTo(Replacement.FALSE);
            assertThat(change.details()).containsExactly(VERSION);
        });
    }

    @Test
    void of_valueThatDiffers_keepsWhatRefersToIt() {
        Change family = modified(
                "ParameterGroup",
                "AWS::RDS::DBParameterGroup",
                Replacement.TRUE,
                parameter("Family", "Always", "EngineVersion", "postgres17", "postgres18"));
        Change database = modified(
                "Database",
                "AWS::RDS::DBInstance",
                Replacement.CONDITIONAL,
                reference("DBParameterGroupName", "Conditionally", "ParameterGroup"));

        assertThat(EffectiveChanges.of(List.of(family, database))).containsExactly(family, database);
    }

    @Test
    void of_valueThatIsMaskedOrMayBeCutOrIsNotTold_keepsIt() {
        List<Change> changes = List.of(
                modified("A", "T", Replacement.FALSE, parameter("X", "Never", "P", "****", "****")),
                modified("B", "T", Replacement.FALSE, parameter("X", "Never", "P", "x".repeat(256), "x".repeat(256))),
                modified("C", "T", Replacement.FALSE, parameter("X", "Never", "P", "", "")),
                modified("D", "T", Replacement.FALSE),
                removed("E", "T"));

        assertThat(EffectiveChanges.of(changes)).isEqualTo(changes);
    }

    @Test
    void of_propertyToldWithItsPathAndByItsNameAlone_isOneProperty() {
        Change change = modified(
                "ParameterGroup",
                "AWS::RDS::DBParameterGroup",
                Replacement.TRUE,
                parameter("Family", "Always", "EngineVersion", "postgres17", "postgres17"),
                new Detail("Properties", "Family", "Always", "DirectModification", "", "", "", true));

        assertThat(change.properties()).hasSize(1);
        assertThat(EffectiveChanges.of(List.of(change)))
                .as("one of its two is not told with values: it counts as changed")
                .containsExactly(change);
    }

    @Test
    void of_valueKnownOnlyAfterwards_keepsIt() {
        Change change = modified(
                "A",
                "T",
                Replacement.CONDITIONAL,
                new Detail("Properties", "/Properties/X", "Always", "DirectModification", "", "a", "a", true));

        assertThat(EffectiveChanges.of(List.of(change))).containsExactly(change);
    }

    private static Detail parameter(String name, String recreates, String cause, String before, String after) {
        return new Detail(
                "Properties", "/Properties/" + name, recreates, "ParameterReference", cause, before, after, false);
    }

    private static Detail reference(String name, String recreates, String cause) {
        return new Detail("Properties", "/Properties/" + name, recreates, "ResourceReference", cause, "", "", true);
    }
}
