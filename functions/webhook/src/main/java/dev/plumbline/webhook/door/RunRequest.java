package dev.plumbline.webhook.door;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.plumbline.webhook.payload.Movement;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The wish for a run. Two deliveries of the same movement make the same wish: there is no delivery id and no time in
 * it.
 *
 * @param trigger what set it off
 * @param repository exact id of the live repository
 * @param movement what moved
 */
record RunRequest(String trigger, String repository, Movement movement) {

    /** The branch moved. */
    static final String PUSH = "push";

    /** The commit's workflow is green; the run deploys that commit and no other. */
    static final String CIRCLECI = "circleci";

    private static final int HASH_LENGTH = 32;

    RunRequest {
        requireNonNull(trigger, "trigger is null");
        requireNonNull(repository, "repository is null");
        requireNonNull(movement, "movement is null");
    }

    /** Returns the execution's name: a hash of the movement, and the version of the ledger's record of the branch. */
    String name(long version) {
        String moved = String.join("\n", repository, movement.ref(), movement.before(), movement.after());
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(moved.getBytes(UTF_8));
            return trigger + "-" + HexFormat.of().formatHex(hash).substring(0, HASH_LENGTH) + "-" + version;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Returns the execution's input, the same bytes for the same movement. */
    String input() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("trigger", trigger)
                .put("repository", repository)
                .put("ref", movement.ref())
                .put("before", movement.before())
                .put("after", movement.after())
                .toString();
    }
}
