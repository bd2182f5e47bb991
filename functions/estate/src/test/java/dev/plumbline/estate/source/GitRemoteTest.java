package dev.plumbline.estate.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.plumbline.failure.Stalled;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The clone URL cannot be bent into anything but https to an allowed host. */
class GitRemoteTest {

    private static final Set<String> HOSTS =
            Set.of("github.com", "127.0.0.1:8080", "git.example.org", "169.254.169.254");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://github.com/acme/live.git",
                "https://GitHub.com/acme/live",
                "http://127.0.0.1:8080/live.git"
            })
    void of_allowedHost_isAccepted(String url) {
        assertThat(GitRemote.of(url, HOSTS).uri()).hasToString(url);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-oProxyCommand=touch",
                "--upload-pack=touch /tmp/x",
                "file:///etc",
                "ext::sh -c touch%20/tmp/x",
                "ssh://git@github.com/acme/live.git",
                "git@github.com:acme/live.git",
                "git://github.com/acme/live.git",
                "http://github.com/acme/live.git",
                "http://git.example.org/live.git",
                "https://github.com.evil.example/acme/live.git",
                "https://evilgithub.com/acme/live.git",
                "https://github.com:444@evil.example/acme/live.git",
                "https://token@github.com/acme/live.git",
                "https://github.com/acme/live.git?x=1",
                "https://github.com/acme/live.git#x",
                "http://127.0.0.1:8081/live.git",
                "http://localhost:8080/live.git",
                "https://evil.example/github.com",
                "https:///acme/live.git",
                "jar:https://github.com/a.jar!/x",
                "http://169.254.169.254/latest/meta-data"
            })
    void of_anythingElse_isStalled(String url) {
        assertThatExceptionOfType(Stalled.class).isThrownBy(() -> GitRemote.of(url, HOSTS));
    }

    @Test
    void of_noAllowedHosts_allowsNothing() {
        assertThatExceptionOfType(Stalled.class)
                .isThrownBy(() -> GitRemote.of("https://github.com/acme/live.git", Set.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"169.254.169.254", "2852039166", "[fe80::1]", "0.0.0.0", "[fd00:ec2::254]"})
    void checkAddress_metadataService_isStalledEvenWhenAllowed(String host) {
        GitRemote remote = GitRemote.of("https://" + host + "/latest/meta-data", Set.of(host));

        assertThatExceptionOfType(Stalled.class).isThrownBy(remote::checkAddress);
    }
}
