package dev.plumbline.webhook.door;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.plumbline.webhook.payload.Movement;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The wish for an execution. Two deliveries of the same movement wish for an execution of the same name. */
sealed interface Request permits RunRequest, PlanRequest {

    /** How many digits of a hash stand in a name. */
    int HASH_LENGTH = 32;

    /** Returns under which name the ledger keeps the head that moved. */
    String ref();

    /** Returns what moved. */
    Movement movement();

    /** Returns the execution's name: a hash of the movement, and the version of the ledger's record of the head. */
    String name(long version);

    /**
     * Returns the execution's input. It names the delivery, so that two deliveries of the same movement differ: Step
     * Functions answers a start that repeats name and input of a running execution as it answered the first one, and
     * tells only of another input that the name is taken (API reference of StartExecution).
     */
    String input();

    /** Returns a hash of words, in their order. */
    static String hash(String... words) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(String.join("\n", words).getBytes(UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, HASH_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
