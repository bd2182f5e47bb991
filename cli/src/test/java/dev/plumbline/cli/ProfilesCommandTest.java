package dev.plumbline.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfilesCommandTest {

    private static final Path EXAMPLE =
            Path.of(System.getProperty("plumbline.root", "..")).resolve("examples/live");

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void profiles_exampleEstate_haveEachRoleOfEachAccount() throws IOException {
        Path file = folder.resolve("aws/config");

        assertThat(run(EXAMPLE, "--config", file.toString()))
                .as(err.toString(UTF_8))
                .isZero();

        assertThat(file)
                .content()
                .contains(
                        "[profile acme]\nlogin_session = arn:aws:iam::444444444444:user/estate/alice\nregion = eu-west-1\n",
                        """
                        [profile acme-dev-developer]
                        role_arn = arn:aws:iam::111111111111:role/estate/developer
                        source_profile = acme
                        role_session_name = alice
                        duration_seconds = 28800
                        region = eu-west-1
                        """,
                        "[profile acme-prod-developer]",
                        "duration_seconds = 3600")
                .doesNotContain("acme-security-developer", "aws_access_key_id", "aws_secret");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(err.toString(UTF_8)).contains("aws login --profile acme");
    }

    @Test
    void profiles_fileWithOtherProfiles_keepsThemAndItsPermissions() throws IOException {
        Path file = Files.writeString(folder.resolve("config"), "[profile mine]\nregion = us-east-1\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

        assertThat(run(EXAMPLE, "--config", file.toString())).isZero();

        assertThat(file).content().startsWith("[profile mine]\nregion = us-east-1\n\n# BEGIN plumbline acme\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r-----");
    }

    @Test
    void profiles_nameThatIsTaken_writesNothing() throws IOException {
        Path file = Files.writeString(folder.resolve("config"), "[profile acme-dev-developer]\n");

        assertThat(run(EXAMPLE, "--config", file.toString())).isEqualTo(1);

        assertThat(file).hasContent("[profile acme-dev-developer]");
        assertThat(err.toString(UTF_8)).contains("acme-dev-developer", "--prefix");
    }

    @Test
    void profiles_print_writesNoFile() {
        Path file = folder.resolve("config");

        assertThat(run(EXAMPLE, "--config", file.toString(), "--print", "--prefix", "a"))
                .isZero();

        assertThat(file).doesNotExist();
        assertThat(out.toString(UTF_8)).startsWith("[profile a]\n").contains("source_profile = a\n");
    }

    @Test
    void profiles_invalidEstate_saysHowToSeeWhy() throws IOException {
        Files.writeString(folder.resolve("plumbline.yaml"), "organisation: acme\n");

        assertThat(run(folder)).isEqualTo(1);

        assertThat(err.toString(UTF_8)).contains("plumbline validate");
    }

    private int run(Path live, String... more) {
        String[] words = new String[4 + more.length];
        words[0] = "profiles";
        words[1] = live.toString();
        words[2] = "--user";
        words[3] = "alice";
        System.arraycopy(more, 0, words, 4, more.length);
        return Plumbline.commandLine(
                        new Console(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), false))
                .execute(words);
    }
}
