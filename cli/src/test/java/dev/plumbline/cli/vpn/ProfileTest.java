package dev.plumbline.cli.vpn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.cli.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileTest {

    @TempDir
    private Path folder;

    @Test
    void write_newFile_isForItsOwnerAlone() throws IOException {
        Path file = folder.resolve("alice.ovpn");

        new Profile("secret").write(file);

        assertThat(file).hasContent("secret");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void write_fileThatIsThere_isLeftAsItIs() throws IOException {
        Path file = Files.writeString(folder.resolve("alice.ovpn"), "mine");

        assertThatThrownBy(() -> new Profile("secret").write(file)).isInstanceOf(Problem.class);

        assertThat(file).hasContent("mine");
    }

    @Test
    void toString_always_keepsTheSecret() {
        assertThat(new Profile("secret").toString()).doesNotContain("secret");
    }

    @Test
    void request_always_isSignedAndHoldsNoPrivateKey() {
        String pem = new String(Base64.getDecoder().decode(ClientKey.generate().request("alice")), UTF_8);

        assertThat(pem).startsWith("-----BEGIN CERTIFICATE REQUEST-----").doesNotContain("PRIVATE");
    }

    @Test
    void read_incompleteAnswer_saysHowToTakeItBack() {
        assertThatThrownBy(() -> Issued.read("nothing", "alice", ClientKey.generate()))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.advice()).contains("vpn revoke alice"));
    }
}
