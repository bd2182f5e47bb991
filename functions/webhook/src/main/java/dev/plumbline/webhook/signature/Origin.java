package dev.plumbline.webhook.signature;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/** Where a delivery comes from. */
public sealed interface Origin {

    /**
     * Its sender has proved who they are.
     *
     * @param provider the sender
     */
    record Proven(Provider provider) implements Origin {

        /** Checks that the provider is given. */
        public Proven {
            requireNonNull(provider, "provider is null");
        }
    }

    /**
     * Nobody has proved who they are.
     *
     * @param claimedOrNull as whom the sender signs, or null if that is not clear
     * @param why for the log only
     */
    record Unproven(@Nullable Provider claimedOrNull, Refusal why) implements Origin {

        /** Checks that the refusal is given. */
        public Unproven {
            requireNonNull(why, "why is null");
        }
    }
}
