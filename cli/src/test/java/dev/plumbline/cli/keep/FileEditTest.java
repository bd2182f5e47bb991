package dev.plumbline.cli.keep;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FileEditTest {

    private static final String FILE = "environments/dev.yaml";
    private static final String DEV = """
            environment: dev
            account: "111111111111"
            stacks:
              # The network.
              network:
                blueprint: vpc
                parameters:
                  VpcName: dev
                  FlowLogRetentionDays: 7 # a week
              notifications: { blueprint: notifications, parameters: { TopicPrefix: "dev" } }
            """;

    @Test
    void patch_valueThatStands_isReplacedAndItsCommentStays() {
        assertThat(FileEdit.patch(FILE, DEV, List.of(wish("1", "network", "parameters", "FlowLogRetentionDays"))))
                .contains("""
                        --- a/environments/dev.yaml
                        +++ b/environments/dev.yaml
                        @@ -6,5 +6,5 @@
                             blueprint: vpc
                             parameters:
                               VpcName: dev
                        -      FlowLogRetentionDays: 7 # a week
                        +      FlowLogRetentionDays: 1 # a week
                           notifications: { blueprint: notifications, parameters: { TopicPrefix: "dev" } }\
                        """);
    }

    @Test
    void patch_valueThatIsMissing_isAddedBesideTheOthers() {
        assertThat(FileEdit.patch(
                        FILE, DEV, List.of(wish("ignore", "network", "policies", "resources", "Vpc", "drift"))))
                .hasValueSatisfying(patch ->
                        assertThat(patch).contains("+    policies: { resources: { Vpc: { drift: ignore } } }\n"));
    }

    @Test
    void patch_mappingInOneLine_isEditedInItsLine() {
        assertThat(FileEdit.patch(FILE, DEV, List.of(wish("x", "notifications", "parameters", "TopicPrefix"))))
                .hasValueSatisfying(patch -> assertThat(patch)
                        .contains("+  notifications: { blueprint: notifications, parameters: { TopicPrefix: x } }"));
        assertThat(FileEdit.patch(FILE, DEV, List.of(wish("ignore", "notifications", "policies", "drift"))))
                .hasValueSatisfying(
                        patch -> assertThat(patch).contains("notifications: { policies: { drift: ignore },"));
    }

    @Test
    void patch_severalWishes_areOnePatch() {
        assertThat(FileEdit.patch(
                        FILE,
                        DEV,
                        List.of(
                                wish("1", "network", "parameters", "FlowLogRetentionDays"),
                                wish("ignore", "network", "policies", "resources", "Vpc", "drift"),
                                wish("ignore", "network", "policies", "resources", "FlowLog", "drift"))))
                .hasValueSatisfying(patch -> assertThat(patch)
                        .contains("FlowLogRetentionDays: 1", "FlowLog: { drift: ignore }", "Vpc: { drift: ignore }")
                        .containsOnlyOnce("policies:"));
    }

    private static Wish wish(String value, String... path) {
        return new Wish(Stream.concat(Stream.of("stacks"), Arrays.stream(path)).toList(), value);
    }
}
