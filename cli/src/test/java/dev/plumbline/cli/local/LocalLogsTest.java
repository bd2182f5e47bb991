package dev.plumbline.cli.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.cli.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalLogsTest {

    @TempDir
    Path folder;

    LocalLogs logs;

    @BeforeEach
    void write() throws IOException {
        logs = new LocalLogs(folder);
        Files.writeString(folder.resolve("plumbline-plan.log"), "one\ntwo\nthree\n");
        Files.writeString(folder.resolve("emulator.log"), "ready\n");
    }

    @Test
    void of_shortName_isTheFunctions() {
        assertThat(logs.of("plan")).isEqualTo(folder.resolve("plumbline-plan.log"));
        assertThat(logs.of("emulator")).isEqualTo(folder.resolve("emulator.log"));
        assertThat(logs.functions()).containsExactly(folder.resolve("plumbline-plan.log"));
    }

    @Test
    void of_unknownOrOutside_namesThoseThatAre() {
        assertThatThrownBy(() -> logs.of("../secret"))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.advice()).contains("emulator, plumbline-plan"));
    }

    @Test
    void show_lastLines_only() {
        List<String> shown = new ArrayList<>();
        logs.show(logs.functions(), 2, false, (name, line) -> shown.add(name + ": " + line));

        assertThat(shown).containsExactly("plumbline-plan: two", "plumbline-plan: three");
    }

    @Test
    void show_following_showsWholeLinesAsTheyAreWritten() throws Exception {
        BlockingQueue<String> shown = new LinkedBlockingQueue<>();
        Thread reader =
                Thread.ofVirtual().start(() -> logs.show(logs.functions(), 1, true, (name, line) -> shown.add(line)));
        assertThat(shown.take()).isEqualTo("three");
        Files.writeString(folder.resolve("plumbline-plan.log"), "four\nfi", StandardOpenOption.APPEND);
        assertThat(shown.take()).isEqualTo("four");
        Files.writeString(folder.resolve("plumbline-plan.log"), "ve\n", StandardOpenOption.APPEND);
        assertThat(shown.take()).isEqualTo("five");
        reader.interrupt();
        reader.join();
    }
}
