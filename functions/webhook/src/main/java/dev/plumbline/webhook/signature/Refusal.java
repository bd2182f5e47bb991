package dev.plumbline.webhook.signature;

/**
 * Why the origin of a delivery is not proven: told in the log, and never to the sender, who would learn by it which
 * part of a forgery was right.
 */
public enum Refusal {
    /** No header says who sent it. */
    NO_PROVIDER("no provider"),
    /** The provider has no member in the secret, or no secret is configured. */
    NO_SECRET("no secret for the provider"),
    /** The signature was not made with the provider's secret. */
    WRONG_SIGNATURE("wrong signature"),
    /** The headers of two providers, no or a doubled event or signature, a signature too old, no body. */
    MALFORMED("malformed");

    private final String words;

    Refusal(String words) {
        this.words = words;
    }

    /** Returns it in words, for the log. */
    public String words() {
        return words;
    }
}
