package dev.plumbline.accounts.session;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/** Where the credentials of the function's own role come from. */
public sealed interface HubCredentials {

    /**
     * Chooses by what the environment holds. The container's come first: a function restored from a snapshot is given
     * them, and keys that were read before the snapshot would have expired.
     */
    static HubCredentials from(Map<String, String> environment) {
        if (environment.containsKey("AWS_CONTAINER_CREDENTIALS_FULL_URI")) {
            return new FromContainer();
        }
        String key = environment.getOrDefault("AWS_ACCESS_KEY_ID", "");
        if (key.isEmpty()) {
            return new FromMachine();
        }
        return new Keys(
                key,
                environment.getOrDefault("AWS_SECRET_ACCESS_KEY", ""),
                environment.getOrDefault("AWS_SESSION_TOKEN", ""));
    }

    /**
     * Keys of the environment.
     *
     * @param accessKeyId the key's id
     * @param secretAccessKey the key
     * @param sessionToken the session's token, empty for a long-lived key
     */
    record Keys(String accessKeyId, String secretAccessKey, String sessionToken) implements HubCredentials {
        /** Checks that nothing is missing. */
        public Keys {
            requireNonNull(accessKeyId, "accessKeyId is null");
            requireNonNull(secretAccessKey, "secretAccessKey is null");
            requireNonNull(sessionToken, "sessionToken is null");
        }

        /** Names the key, never its secret. */
        @Override
        public String toString() {
            return "Keys[" + accessKeyId + "]";
        }
    }

    /** The endpoint that Lambda names after a snapshot was restored. */
    record FromContainer() implements HubCredentials {}

    /** The SDK's own search: a person's profile, single sign-on. For the command on a person's machine. */
    record FromMachine() implements HubCredentials {}
}
