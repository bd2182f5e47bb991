package dev.plumbline.estate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AwsMoveTest {

    private static final AwsMove VERSION = new AwsMove(
            "Database", "AWS::RDS::DBInstance", "EngineVersion", "EngineVersion", new AwsMove.Reach.SameMajorVersion());
    private static final AwsMove STORAGE = new AwsMove(
            "Database", "AWS::RDS::DBInstance", "AllocatedStorage", "AllocatedStorage", new AwsMove.Reach.UpTo("Most"));

    /**
     * RDS upgrades minor versions by itself, and neither goes back nor to another major version (RDS user guide,
     * "Automatically upgrading the minor engine version").
     */
    @ParameterizedTest
    @CsvSource({
        "17.6, 17.7, true",
        "17.9, 17.10, true",
        "17, 17.7, true",
        "1.34, 1.36, true",
        "17.7, 17.6, false",
        "17.6, 17.6, false",
        "17.6, 18.1, false",
        "1.34, 2.0, false",
        "17.6, , false",
        ", 17.6, false",
        "17.6, 17.7-rds.1, false"
    })
    void covers_version_upwardsInTheSameMajorOneOnly(String from, String to, boolean covered) {
        assertThat(VERSION.covers(text(from), text(to), Map.of())).isEqualTo(covered);
    }

    /** Storage grows up to MaxAllocatedStorage, and never shrinks (RDS user guide, "Storage autoscaling"). */
    @ParameterizedTest
    @CsvSource({
        "20, 30, 100, true",
        "20, 100, 100, true",
        "20, 101, 100, false",
        "30, 20, 100, false",
        "20, 30, , false",
        "20, 30, no number, false"
    })
    void covers_number_upToTheParameterOnly(String from, String to, String most, boolean covered) {
        assertThat(STORAGE.covers(from, to, Map.of("Most", text(most)))).isEqualTo(covered);
    }

    @Test
    void line_ofAVersion_isInQuotes() {
        assertThat(VERSION.line("17.10")).isEqualTo("EngineVersion: \"17.10\"");
        assertThat(STORAGE.line("30")).isEqualTo("AllocatedStorage: 30");
    }

    private static String text(String orNull) {
        return orNull == null ? "" : orNull;
    }
}
