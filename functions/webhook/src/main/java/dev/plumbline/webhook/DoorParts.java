package dev.plumbline.webhook;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.secrets.Secrets;
import dev.plumbline.accounts.session.Configuration;
import dev.plumbline.accounts.session.Session;
import dev.plumbline.accounts.session.Sessions;
import dev.plumbline.accounts.workflows.Workflows;
import dev.plumbline.failure.Stalled;
import dev.plumbline.webhook.door.Door;
import dev.plumbline.webhook.door.DoorSettings;
import dev.plumbline.webhook.door.Runs;
import dev.plumbline.webhook.secrets.ProviderSecrets;
import dev.plumbline.webhook.signature.SharedSecrets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

/**
 * What both functions are made of. Building it calls nothing.
 *
 * @param door decides
 * @param settings what the door watches
 * @param secrets what senders sign with
 */
record DoorParts(Door door, DoorSettings settings, SharedSecrets secrets) {

    /** Senders wait ten seconds at most, for up to three calls. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    DoorParts {
        requireNonNull(door, "door is null");
        requireNonNull(settings, "settings is null");
        requireNonNull(secrets, "secrets is null");
    }

    /**
     * Puts the parts together from a function's environment.
     *
     * @throws Stalled when a variable is missing or wrong
     */
    static DoorParts of(Map<String, String> environment) {
        DoorSettings settings = DoorSettings.from(environment);
        Session hub = new Sessions(Configuration.from(environment), PATIENCE).hub();
        Ledger ledger = Ledger.in(hub, environment.getOrDefault("PLUMBLINE_TABLE", ""));
        Door door =
                new Door(settings, new Runs(ledger.heads(), Workflows.in(hub), settings.machine(), settings.plans()));
        SharedSecrets secrets = new ProviderSecrets(
                Secrets.in(hub), environment.getOrDefault("PLUMBLINE_WEBHOOK_SECRET", ""), InstantSource.system());
        return new DoorParts(door, settings, secrets);
    }
}
