package dev.plumbline.webhook.signature;

import dev.plumbline.estate.source.Secret;
import java.util.List;

/** The secrets that a provider signs with: none, one, or two while they rotate. */
public interface SharedSecrets {

    /** Returns the secrets that are valid as far as is known; no empty ones. */
    List<Secret> of(Provider provider);

    /** Returns the secrets as they are now, after none of the known ones matched; may decline and return nothing. */
    List<Secret> refreshed(Provider provider);
}
