package dev.plumbline.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandTest {

    @TempDir
    Path folder;

    @Test
    void run_succeeding_returnsBothStreams() {
        assertThat(sh("echo out; echo err >&2").run()).contains("out", "err");
    }

    @Test
    void run_failing_tellsWhatItWrote() {
        assertThatThrownBy(() -> sh("echo broken; exit 3").run())
                .isInstanceOfSatisfying(CommandFailed.class, failed -> {
                    assertThat(failed).hasMessage("sh ended with code 3");
                    assertThat(failed.output()).isEqualTo("broken");
                });
    }

    @Test
    void run_absentProgram_isTold() {
        assertThatThrownBy(() -> Command.of("no-such-program").run())
                .isInstanceOf(CommandFailed.class)
                .hasMessageContaining("no-such-program could not be run");
    }

    @Test
    void run_environment_isAddedAndRemoved() {
        assertThat(sh("echo \"$GIVEN:${HOME-unset}\"")
                        .with("GIVEN", "yes")
                        .with("HOME", "")
                        .run())
                .isEqualTo("yes:unset\n");
    }

    @Test
    void runInto_failing_tellsOnlyWhatThisRunWrote() throws Exception {
        Path log = Files.writeString(folder.resolve("log"), "before\n");

        assertThatThrownBy(() -> sh("echo now; exit 1").runInto(log))
                .isInstanceOfSatisfying(
                        CommandFailed.class,
                        failed -> assertThat(failed.output()).isEqualTo("now"));
        assertThat(log).hasContent("before\nnow");
    }

    private static Command sh(String script) {
        return Command.of("sh", "-c", script);
    }
}
