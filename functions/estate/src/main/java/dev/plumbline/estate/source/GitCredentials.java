package dev.plumbline.estate.source;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.plumbline.failure.Stalled;
import dev.plumbline.json.Json;
import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How Plumbline shows itself to the Git server. */
public sealed interface GitCredentials {

    /** A public repository: nothing is shown. */
    record Anonymous() implements GitCredentials {}

    /**
     * A token with the right to read the repository.
     *
     * @param username what the server wants as user name; any non-empty one for GitHub and GitLab
     * @param token the token
     */
    record Token(String username, Secret token) implements GitCredentials {

        /** Checks that both are given. */
        public Token {
            requireText(username, "username");
            requireNonNull(token, "token is null");
        }
    }

    /**
     * A GitHub App that is installed on the repository. It may be installed on others as well: its tokens are for this
     * one alone.
     *
     * @param appId the app's id or client id
     * @param installationId the id of its installation
     * @param privateKey the app's RSA key, PEM (PKCS#1 as GitHub hands it out, or PKCS#8)
     * @param api base of GitHub's REST API, https (or on 127.0.0.1), without a trailing slash
     * @param repository the number of the only repository that its tokens may read
     */
    record GitHubApp(String appId, String installationId, Secret privateKey, URI api, long repository)
            implements GitCredentials {

        /** GitHub.com's REST API. */
        public static final URI GITHUB_COM = URI.create("https://api.github.com");

        private static final Pattern REPOSITORY = Pattern.compile("github:([0-9]{1,18})");

        /** Checks that all are given, that the installation's id is a number and that the key goes over https only. */
        public GitHubApp {
            requireText(appId, "appId");
            if (!installationId.matches("[0-9]{1,20}")) {
                throw new IllegalArgumentException("installationId is not a number");
            }
            requireNonNull(privateKey, "privateKey is null");
            if (!"https".equals(api.getScheme()) && !"127.0.0.1".equals(api.getHost())) {
                throw new IllegalArgumentException("api is not an https URL");
            }
        }
    }

    /**
     * Reads the text of a secret: {@code {"token": "…", "username": "…"}}, {@code {"appId": "…", "installationId": "…",
     * "privateKey": "…", "api": "…"}} ({@code username} and {@code api} may be left out), or a bare token.
     *
     * @param repository exact id of the live repository with its provider
     * @throws Stalled when the text is none of these, or names a GitHub App for a repository elsewhere
     */
    static GitCredentials parse(Secret secret, String repository) {
        String text = secret.reveal().strip();
        if (text.isEmpty()) {
            throw unreadable();
        }
        if (!text.startsWith("{")) {
            return new Token("x-access-token", new Secret(text));
        }
        try {
            return fromJson(Json.read(text), repository);
        } catch (JacksonException | IllegalArgumentException e) {
            // Without the cause: its message may quote the secret.
            throw unreadable();
        }
    }

    private static GitCredentials fromJson(JsonNode json, String repository) {
        String token = json.path("token").asText("");
        if (!token.isBlank()) {
            return new Token(json.path("username").asText("x-access-token"), new Secret(token));
        }
        return new GitHubApp(
                json.path("appId").asText(""),
                json.path("installationId").asText(""),
                new Secret(json.path("privateKey").asText("")),
                URI.create(json.path("api").asText(GitHubApp.GITHUB_COM.toString())),
                number(repository));
    }

    private static long number(String repository) {
        Matcher matcher = GitHubApp.REPOSITORY.matcher(repository);
        if (!matcher.matches()) {
            throw new Stalled("The Git secret holds a GitHub App, and the live repository is not at GitHub: give"
                    + " RepositoryId as github:<number>, or put {\"token\": \"…\"} in the secret.");
        }
        return Long.parseLong(matcher.group(1));
    }

    private static Stalled unreadable() {
        return new Stalled("The Git secret holds neither a token nor a GitHub App. Put {\"token\": \"…\"} or"
                + " {\"appId\": \"…\", \"installationId\": \"…\", \"privateKey\": \"…\"} in it.");
    }

    private static void requireText(String text, String name) {
        if (text.isBlank()) {
            throw new IllegalArgumentException(name + " is empty");
        }
    }
}
