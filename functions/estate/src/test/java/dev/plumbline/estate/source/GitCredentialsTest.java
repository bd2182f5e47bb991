package dev.plumbline.estate.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.plumbline.failure.Stalled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The text of the Git secret, in each of its shapes. */
class GitCredentialsTest {

    private static final String REPOSITORY = "github:186853002";

    @Test
    void parse_bareToken_isToken() {
        assertThat(GitCredentials.parse(new Secret("ghp_canary\n"), REPOSITORY))
                .isInstanceOfSatisfying(GitCredentials.Token.class, token -> {
                    assertThat(token.username()).isEqualTo("x-access-token");
                    assertThat(token.token().reveal()).isEqualTo("ghp_canary");
                });
    }

    @Test
    void parse_tokenWithUsername_keepsIt() {
        assertThat(GitCredentials.parse(new Secret("{\"username\":\"x-token-auth\",\"token\":\"canary\"}"), REPOSITORY))
                .isInstanceOfSatisfying(
                        GitCredentials.Token.class,
                        token -> assertThat(token.username()).isEqualTo("x-token-auth"));
    }

    @Test
    void parse_app_isAppOfGitHubCom() {
        GitCredentials parsed = GitCredentials.parse(
                new Secret("{\"appId\":123,\"installationId\":\"456\",\"privateKey\":\"canary-key\"}"), REPOSITORY);

        assertThat(parsed).isInstanceOfSatisfying(GitCredentials.GitHubApp.class, app -> {
            assertThat(app.appId()).isEqualTo("123");
            assertThat(app.api()).isEqualTo(GitCredentials.GitHubApp.GITHUB_COM);
            assertThat(app.repository()).isEqualTo(186853002);
        });
        assertThat(parsed).asString().doesNotContain("canary");
    }

    /** A token of the app for no repository in particular would read all that it is installed on. */
    @ParameterizedTest
    @ValueSource(strings = {"gitlab:42", "codecommit:1", "github:", "github:x", "github:99999999999999999999", "42"})
    void parse_appForARepositoryThatIsNotAtGitHub_isStalled(String repository) {
        Secret app = new Secret("{\"appId\":123,\"installationId\":\"456\",\"privateKey\":\"canary-key\"}");

        assertThatExceptionOfType(Stalled.class)
                .isThrownBy(() -> GitCredentials.parse(app, repository))
                .withMessageContaining("RepositoryId");
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
                .isThrownBy(() -> GitCredentials.parse(new Secret(text), REPOSITORY))
                .withNoCause()
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("canary"));
    }
}
