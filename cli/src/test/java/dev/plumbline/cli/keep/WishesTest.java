package dev.plumbline.cli.keep;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.accounts.drift.DriftEntry;
import dev.plumbline.accounts.drift.DriftEntry.Kind;
import dev.plumbline.accounts.ledger.DriftRecord;
import dev.plumbline.accounts.ledger.DriftState;
import dev.plumbline.estate.TargetKey;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class WishesTest {

    private static final String TEMPLATE = """
            Metadata:
              Plumbline:
                MovedByAws:
                  - { Resource: Data, Property: EngineVersion, Parameter: Version, Within: major-version }
                  - { Resource: Data, Property: AllocatedStorage, Parameter: Size, UpTo: Days }
            Parameters:
              Days: { Type: Number }
              Size: { Type: Number }
              Version: { Type: String }
            Resources:
              Journal:
                Type: AWS::Logs::LogGroup
                Properties:
                  RetentionInDays: !Ref Days
                  LogGroupName: journal
              Data:
                Type: AWS::RDS::DBInstance
                Properties:
                  EngineVersion: !If [HasVersion, !Ref Version, !Ref AWS::NoValue]
                  AllocatedStorage: !Ref Size
            """;

    @Test
    void of_propertyThatAParameterDecides_isThatParameter() {
        assertThat(wishes(changed("/RetentionInDays", "1")))
                .containsExactly(new Wish(List.of("stacks", "network", "parameters", "Days"), "1"));
    }

    @Test
    void of_propertyThatTheTemplateDecides_isIgnoredFromThenOn() {
        assertThat(wishes(changed("/LogGroupName", "other")))
                .containsExactly(
                        new Wish(List.of("stacks", "network", "policies", "resources", "Journal", "drift"), "ignore"));
    }

    @Test
    void of_deletedOrHidden_isIgnoredFromThenOn() {
        DriftEntry gone = new DriftEntry("Journal", "j", "AWS::Logs::LogGroup", Kind.DELETED, "", "", "");

        assertThat(wishes(gone, changed("/RetentionInDays", "(hidden)"))).hasSize(1);
    }

    /** A condition decides between the parameter and none: the metadata says which it is. */
    @Test
    void of_whatAwsMoved_isTheParameterThatTheMetadataNames() {
        DriftEntry moved =
                new DriftEntry("Data", "d", "AWS::RDS::DBInstance", Kind.CHANGED, "/EngineVersion", "17.6", "17.10");
        DriftEntry grown =
                new DriftEntry("Data", "d", "AWS::RDS::DBInstance", Kind.CHANGED, "/AllocatedStorage", "20", "30");

        assertThat(wishes(moved, grown))
                .containsExactly(
                        new Wish(List.of("stacks", "network", "parameters", "Version"), "\"17.10\""),
                        new Wish(List.of("stacks", "network", "parameters", "Size"), "30"));
    }

    private static List<Wish> wishes(DriftEntry... entries) {
        DriftRecord record = new DriftRecord(
                new TargetKey("111111111111", "eu-west-1"),
                "dev",
                "network",
                "d1",
                List.of(entries),
                DriftState.REPORTED,
                "",
                Instant.EPOCH,
                Instant.EPOCH,
                1,
                "run-1",
                true,
                "",
                "");
        return Wishes.of(TEMPLATE.getBytes(UTF_8)).orElseThrow().of(record);
    }

    private static DriftEntry changed(String property, String live) {
        return new DriftEntry("Journal", "j", "AWS::Logs::LogGroup", Kind.CHANGED, property, "7", live);
    }
}
