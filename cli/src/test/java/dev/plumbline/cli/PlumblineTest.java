package dev.plumbline.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlumblineTest {

    private static final Path ROOT = Path.of(System.getProperty("plumbline.root", ".."));

    @TempDir
    Path folder;

    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void noCommand_always_showsThem() {
        assertThat(run()).isZero();
        assertThat(text(out)).contains("Usage: plumbline", "up", "validate");
    }

    @Test
    void unknownOption_always_isAUsageError() {
        assertThat(run("up", "--frehs")).isEqualTo(2);
        assertThat(text(err)).contains("Unknown option: '--frehs'").contains("--fresh");
    }

    @Test
    void validate_exampleEstate_isValid() {
        assertThat(run("validate", ROOT.resolve("examples/live").toString())).isZero();
        assertThat(text(err)).startsWith("valid: 5 environments, ");
    }

    @Test
    void validate_brokenEstate_saysWhereAndWhatToDo() throws IOException {
        Files.writeString(folder.resolve("plumbline.yaml"), "organisation: acme\n");

        assertThat(run("validate", folder.toString())).isEqualTo(1);
        assertThat(text(out)).contains("plumbline.yaml:1:1: UNKNOWN_KEY ");
    }

    @Test
    void validate_noFolder_saysWhatToDo() {
        assertThat(run("validate", folder.resolve("absent").toString())).isEqualTo(1);
        assertThat(text(err)).contains("error: there is no folder").contains("Name the folder with plumbline.yaml.");
        assertThat(text(err)).doesNotContain("\tat ");
    }

    @Test
    void error_verbose_showsItsCauses() {
        assertThat(run("env", "dev", "--verbose", "--home", folder.toString())).isEqualTo(1);
        assertThat(text(err)).contains("error: there is no local organisation").contains("\tat ");
    }

    @Test
    void env_localAccount_isExportedForAShell() throws IOException {
        Files.writeString(
                folder.resolve("settings.json"),
                "{\"emulatorPort\": 4566, \"hostPort\": 4567, \"externalId\": \"abcdefabcdefabcd\"}");

        assertThat(run("env", "prod", "--home", folder.toString())).isZero();
        assertThat(text(out)).isEqualTo("""
                        export AWS_ENDPOINT_URL=http://127.0.0.1:4566
                        export AWS_REGION=eu-west-1
                        export AWS_DEFAULT_REGION=eu-west-1
                        export AWS_ACCESS_KEY_ID=333333333333
                        export AWS_SECRET_ACCESS_KEY=test
                        unset AWS_SESSION_TOKEN AWS_PROFILE
                        """);
    }

    @Test
    void env_unknownEnvironment_namesThoseThatAre() {
        assertThat(run("env", "qa", "--home", folder.toString())).isEqualTo(1);
        assertThat(text(err)).contains("dev, stage, prod, security, shared-services");
    }

    @Test
    void status_organizationThatDoesNotRun_saysHowToStartIt() throws IOException {
        Files.writeString(
                folder.resolve("settings.json"),
                "{\"emulatorPort\": 4566, \"hostPort\": 4567, \"externalId\": \"abcdefabcdefabcd\"}");

        assertThat(run("status", "--home", folder.toString())).isEqualTo(1);
        assertThat(text(err)).contains("does not run").contains("./plumbline up");
    }

    @Test
    void down_nothingRunning_isFine() {
        assertThat(run("down", "--home", folder.toString())).isZero();
        assertThat(text(err)).isEqualTo("nothing was running\n");
    }

    @Test
    void completion_always_knowsTheCommands() {
        assertThat(run("completion")).isZero();
        assertThat(text(out)).contains("complete -F _complete_plumbline").contains("--stack-seconds");
    }

    private int run(String... arguments) {
        Console console = new Console(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), false);
        return Plumbline.commandLine(console).execute(arguments);
    }

    private static String text(ByteArrayOutputStream stream) {
        return stream.toString(UTF_8);
    }
}
