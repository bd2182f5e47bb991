package dev.plumbline.estate.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.plumbline.failure.Stalled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The text of the Git secret, in each of its shapes. */
class GitCredentialsTest {

    @Test
    void parse_bareToken_isToken() {
        assertThat(GitCredentials.parse(new Secret("ghp_canary\n")))
                .isInstanceOfSatisfying(GitCredentials.Token.class, token -> {
                    assertThat(token.username()).isEqualTo("x-access-token");
                    assertThat(token.token().reveal()).isEqualTo("ghp_canary");
                });
    }

    @Test
    void parse_tokenWithUsername_keepsIt() {
        assertThat(GitCredentials.parse(new Secret("{\"username\":\"x-token-auth\",\"token\":\"canary\"}")))
                .isInstanceOfSatisfying(
                        GitCredentials.Token.class,
                        token -> assertThat(token.username()).isEqualTo("x-token-auth"));
    }

    @Test
    void parse_app_isAppOfGitHubCom() {
        GitCredentials parsed = GitCredentials.parse(
                new Secret("{\"appId\":123,\"installationId\":\"456\",\"privateKey\":\"canary-key\"}"));

        assertThat(parsed).isInstanceOfSatisfying(GitCredentials.GitHubApp.class, app -> {
            assertThat(app.appId()).isEqualTo("123");
            assertThat(app.api()).isEqualTo(GitCredentials.GitHubApp.GITHUB_COM);
        });
        assertThat(parsed).asString().doesNotContain("canary");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{}",
                "{\"token\":\"\"}",
                "{\"canary\":1}",
                "{\"appId\":\"1\",\"installationId\":\"../2\",\"privateKey\":\"canary\"}"
            })
    void parse_anythingElse_isStalledWithoutShowingIt(String text) {
        assertThatExceptionOfType(Stalled.class)
                .isThrownBy(() -> GitCredentials.parse(new Secret(text)))
                .withNoCause()
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("canary"));
    }
}
