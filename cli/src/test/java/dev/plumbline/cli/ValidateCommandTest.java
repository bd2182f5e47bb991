package dev.plumbline.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The clock is given: what the command says on a day does not depend on the day of the build. */
class ValidateCommandTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    /**
     * EKS ends its standard support of Kubernetes 1.35 on 27 March 2027 (EKS User Guide, "Kubernetes versions"); then
     * it upgrades the cluster, or charges for extended support.
     */
    @Test
    void validate_versionWhoseSupportEnds_warnsAndEndsWithZero(@TempDir Path folder) throws IOException {
        estate(folder, "1.35");

        assertThat(validate(folder, "2027-03-01T12:00:00Z")).isZero();

        assertThat(out.toString(UTF_8))
                .startsWith(
                        "environments/dev.yaml:8:7: WARN SUPPORT_ENDS AWS's standard support of Kubernetes 1.35 ends on"
                                + " 2027-03-27 (")
                .contains("https://docs.aws.amazon.com/eks/")
                .hasLineCount(1);
        assertThat(err.toString(UTF_8)).isEqualTo("valid: 1 environments, 1 stacks, 1 warning\n");
    }

    @Test
    void validate_sameEstateLongBefore_saysNothingOfIt(@TempDir Path folder) throws IOException {
        estate(folder, "1.35");

        assertThat(validate(folder, "2026-03-01T12:00:00Z")).isZero();

        assertThat(out.toString(UTF_8)).isEmpty();
        assertThat(err.toString(UTF_8)).isEqualTo("valid: 1 environments, 1 stacks\n");
    }

    private int validate(Path folder, String now) {
        Console console = new Console(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), false);
        return new ValidateCommand(console, Clock.fixed(Instant.parse(now), ZoneOffset.UTC)).validate(folder);
    }

    private static void estate(Path folder, String version) throws IOException {
        Files.createDirectories(folder.resolve("environments"));
        Files.createDirectories(folder.resolve("blueprints"));
        Files.writeString(folder.resolve("plumbline.yaml"), """
                organization: acme
                blueprints: "1.0.0"
                waves: [[dev]]
                defaults: { regions: [eu-west-1] }
                """);
        Files.writeString(folder.resolve("environments/dev.yaml"), """
                environment: dev
                account: "111111111111"

                stacks:
                  cluster:
                    blueprint: own
                    parameters:
                      Version: "VERSION"
                """.replace("VERSION", version));
        Files.writeString(folder.resolve("blueprints/own.yaml"), """
                Parameters:
                  Version: { Type: String }
                Resources:
                  Cluster:
                    Type: AWS::EKS::Cluster
                    Properties: { Version: !Ref Version }
                """);
    }
}
