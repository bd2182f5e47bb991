package dev.plumbline.accounts.commits;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.failure.Stalled;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How each provider wants to be told. Paths begin at the base of its API. */
sealed interface StatusApi {

    /** Owner and name at the end of a clone URL. */
    Pattern OWNED = Pattern.compile(".*/(?<owner>[\\w.-]+)/(?<name>[\\w.-]+?)(\\.git)?/?");

    /**
     * Chooses by the provider of a repository's id.
     *
     * @throws Stalled when the id or the clone URL is not of its form
     */
    static StatusApi of(String repositoryId, URI repository) {
        int colon = repositoryId.indexOf(':');
        String id = repositoryId.substring(colon + 1);
        return switch (repositoryId.substring(0, Math.max(colon, 0))) {
            case "github" -> new GitHub(owned(repository));
            case "gitlab" -> new GitLab(digits(id));
            case "bitbucket" -> new Bitbucket(owned(repository));
            case "codecommit" -> new None();
            default ->
                throw new Stalled("PLUMBLINE_REPOSITORY_ID names no provider: correct the parameter RepositoryId");
        };
    }

    private static String owned(URI repository) {
        Matcher matched = OWNED.matcher(String.valueOf(repository.getPath()));
        if (!matched.matches()) {
            throw new Stalled("The clone URL does not end in OWNER/NAME: correct the parameter RepositoryUrl");
        }
        return matched.group("owner") + "/" + matched.group("name");
    }

    private static String digits(String id) {
        if (!id.matches("[0-9]{1,20}")) {
            throw new Stalled("The id of a GitLab project is a number: correct the parameter RepositoryId");
        }
        return id;
    }

    /**
     * GitHub, and GitHub Enterprise Server.
     *
     * @param repository owner and name
     */
    record GitHub(String repository) implements StatusApi {

        String path(CommitStatus status) {
            return "/repos/" + repository + "/statuses/" + status.commit();
        }

        static ObjectNode body(CommitStatus status) {
            String state = switch (status.state()) {
                case PENDING -> "pending";
                case SUCCESS -> "success";
                case FAILURE -> "failure";
                case ERROR -> "error";
            };
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("state", state)
                    .put("context", status.name())
                    .put("description", status.description())
                    .put("target_url", status.link().toString());
        }
    }

    /**
     * GitLab, hosted anywhere.
     *
     * @param project the project's id
     */
    record GitLab(String project) implements StatusApi {

        String path(CommitStatus status) {
            return "/projects/" + project + "/statuses/" + status.commit();
        }

        /** GitLab knows no error beside failure. */
        static ObjectNode body(CommitStatus status) {
            String state = switch (status.state()) {
                case PENDING -> "running";
                case SUCCESS -> "success";
                case FAILURE, ERROR -> "failed";
            };
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("state", state)
                    .put("name", status.name())
                    .put("description", status.description())
                    .put("target_url", status.link().toString());
        }
    }

    /**
     * Bitbucket Cloud.
     *
     * @param repository workspace and name
     */
    record Bitbucket(String repository) implements StatusApi {

        private static final int KEY_LENGTH = 40;

        String path(CommitStatus status) {
            return "/repositories/" + repository + "/commit/" + status.commit() + "/statuses/build";
        }

        static ObjectNode body(CommitStatus status) {
            String state = switch (status.state()) {
                case PENDING -> "INPROGRESS";
                case SUCCESS -> "SUCCESSFUL";
                case FAILURE -> "FAILED";
                case ERROR -> "STOPPED";
            };
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("key", key(status.name()))
                    .put("state", state)
                    .put("name", status.name())
                    .put("description", status.description())
                    .put("url", status.link().toString());
        }

        /** A key has at most 40 characters; a longer name is told apart by its hash. */
        private static String key(String name) {
            if (name.length() <= KEY_LENGTH) {
                return name;
            }
            try {
                byte[] hash = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
                return HexFormat.of().formatHex(hash).substring(0, KEY_LENGTH);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java has SHA-256", e);
            }
        }
    }

    /** A provider without statuses. */
    record None() implements StatusApi {}
}
