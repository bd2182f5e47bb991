package dev.plumbline.accounts.secrets;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.errors.ErrorCode;
import dev.plumbline.accounts.errors.ErrorTable;
import dev.plumbline.accounts.session.Session;
import dev.plumbline.estate.source.Secret;
import dev.plumbline.failure.Failure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/**
 * The secrets of the control plane. While one is being replaced two versions are valid: the current and the previous
 * one. Values are kept for a few minutes. What AWS answers as an error is raised as a {@link Failure} that says what
 * happens next.
 */
public final class Secrets {

    private static final ErrorTable ERRORS = ErrorTable.of("Secrets Manager")
            .retry("DecryptionFailure", "InternalServiceErrorException")
            .stall("Create the secret, and give its ARN as the parameter of template.yaml", "ResourceNotFoundException")
            .stall("The secret is being deleted: restore it, or give another one", "InvalidRequestException")
            .build();

    private static final ErrorCode NO_VERSION = new ErrorCode("ResourceNotFoundException");
    private static final Duration KEPT = Duration.ofMinutes(5);

    private final SecretsManagerClient client;
    private final InstantSource clock;
    private final ConcurrentMap<String, Kept> kept = new ConcurrentHashMap<>();

    private Secrets(SecretsManagerClient client, InstantSource clock) {
        this.client = requireNonNull(client, "client is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /** Returns the gateway for where a session works. */
    public static Secrets in(Session session) {
        return in(session, InstantSource.system());
    }

    /** Returns the gateway for where a session works, which tells the age of what it keeps by a clock. */
    public static Secrets in(Session session, InstantSource clock) {
        return new Secrets(session.client(SecretsManagerClient.class, SecretsManagerClient::builder), clock);
    }

    /** Returns the value that is current. */
    public Secret current(String arn) {
        return valid(arn).getFirst();
    }

    /** Returns the values that are valid: the current one, then the previous one where there is one. */
    public List<Secret> valid(String arn) {
        Instant now = clock.instant();
        return kept.compute(arn, (key, held) -> held != null && now.isBefore(held.until()) ? held : read(key, now))
                .values();
    }

    /**
     * Reads a secret that may just have been replaced. What is kept goes on counting until it is read, and if it cannot
     * be: whoever makes a function look has proved nothing.
     */
    public List<Secret> refreshed(String arn) {
        Kept read = read(arn, clock.instant());
        kept.put(arn, read);
        return read.values();
    }

    private Kept read(String arn, Instant now) {
        Secret current = ERRORS.call(what(arn), () -> value(arn, "AWSCURRENT"));
        Optional<Secret> previous = ERRORS.callUnless(NO_VERSION, what(arn), () -> value(arn, "AWSPREVIOUS"));
        List<Secret> values =
                Stream.concat(Stream.of(current), previous.stream()).toList();
        return new Kept(values, now.plus(KEPT));
    }

    private Secret value(String arn, String stage) {
        return new Secret(client.getSecretValue(request -> request.secretId(arn).versionStage(stage))
                .secretString());
    }

    private static String what(String arn) {
        return "read secret " + arn;
    }

    private record Kept(List<Secret> values, Instant until) {}
}
