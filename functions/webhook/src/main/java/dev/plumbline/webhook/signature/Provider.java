package dev.plumbline.webhook.signature;

import java.util.Set;

/** Who may knock. */
public enum Provider {
    /** GitHub, also on a server of one's own. */
    GITHUB("github", "x-github-event"),
    /** GitLab, also on a server of one's own. */
    GITLAB("gitlab", "x-gitlab-event"),
    /** Bitbucket Cloud. */
    BITBUCKET("bitbucket", "x-event-key"),
    /** CircleCI. */
    CIRCLECI("circleci", "circleci-event-type");

    private final String key;
    private final String eventHeader;

    Provider(String key, String eventHeader) {
        this.key = key;
        this.eventHeader = eventHeader;
    }

    /** Returns the provider's name in the secret, in repository ids and in logs. */
    public String key() {
        return key;
    }

    /** Returns the header that names the event. */
    public String eventHeader() {
        return eventHeader;
    }

    /** Returns the headers that only this provider sends. Bitbucket signs under a name that GitHub still uses too. */
    Set<String> marks() {
        return switch (this) {
            case GITHUB -> Set.of(eventHeader, "x-hub-signature-256");
            case GITLAB -> Set.of(eventHeader, "x-gitlab-token", "webhook-signature");
            case BITBUCKET -> Set.of(eventHeader);
            case CIRCLECI -> Set.of(eventHeader, "circleci-signature");
        };
    }
}
