package dev.plumbline.estate.blueprint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SortedMap;
import org.junit.jupiter.api.Test;

class LeavingsTest {

    private static final String TEMPLATE = """
            Metadata:
              Plumbline:
                Stateful: [Database, Notes]
            Parameters:
              DeletionProtection: { Type: String }
            Resources:
              Database:
                Type: AWS::RDS::DBInstance
                DeletionPolicy: Snapshot
                Properties:
                  DeletionProtection: !Ref DeletionProtection
              Notes:
                Type: AWS::S3::Bucket
              Key:
                Type: AWS::KMS::Key
                DeletionPolicy: Retain
              Topic:
                Type: AWS::SNS::Topic
            """;

    @Test
    void read_template_saysWhatBecomesOfEach() {
        SortedMap<String, Leaving> leavings = Leavings.read(TEMPLATE).orElseThrow();

        assertThat(leavings.keySet()).containsExactly("Database", "Key", "Notes", "Topic");
        assertThat(leavings.get("Database")).satisfies(database -> {
            assertThat(database.snapshotted()).isTrue();
            assertThat(database.losesData()).isFalse();
            assertThat(database.protectedByOrNull()).isEqualTo("DeletionProtection");
        });
        assertThat(leavings.get("Key")).satisfies(key -> assertThat(key.kept()).isTrue());
        assertThat(leavings.get("Notes"))
                .satisfies(notes -> assertThat(notes.losesData()).isTrue());
        assertThat(leavings.get("Topic"))
                .satisfies(topic -> assertThat(topic.losesData()).isFalse());
    }

    @Test
    void read_json_isReadToo() {
        String json = "{\"Resources\": {\"Key\": {\"Type\": \"AWS::KMS::Key\", \"DeletionPolicy\": \"Retain\"}}}";

        assertThat(Leavings.read(json).orElseThrow().get("Key"))
                .satisfies(key -> assertThat(key.kept()).isTrue());
    }

    @Test
    void read_noTemplate_isNothing() {
        assertThat(Leavings.read("")).isEmpty();
    }
}
