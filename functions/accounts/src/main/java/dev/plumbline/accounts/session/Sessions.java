package dev.plumbline.accounts.session;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.requests.Purpose;
import dev.plumbline.estate.TargetKey;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;

/**
 * The sessions of one function: its own in the hub, and those of the roles that it assumes. Made once for each process
 * and shared by all invocations. Building it calls nothing.
 */
public final class Sessions {

    private static final int SESSION_NAME_LENGTH = 64;

    /** Of how many runs the sessions are kept: those of a process that several runs use in turn. */
    private static final int RUNS = 8;

    private final Configuration configuration;
    private final InstantSource clock;
    private final Transport transport;
    private final Session hub;
    private final Session tokens;
    private final Map<String, OfRun> runs = new LinkedHashMap<>();

    /** Creates the sessions of a function on AWS, or on the endpoint that its configuration names. */
    public Sessions(Configuration configuration) {
        this(configuration, Transport.urlConnections(), null, InstantSource.system());
    }

    /**
     * Creates the sessions of a function whose caller waits.
     *
     * @param patience how long a call may take with all its repeats, before it fails as one to be repeated later
     */
    public Sessions(Configuration configuration, Duration patience) {
        this(configuration, Transport.urlConnections(), patience, InstantSource.system());
    }

    /** Creates sessions over another HTTP client and clock. */
    public Sessions(Configuration configuration, SdkHttpClient http, InstantSource clock) {
        this(configuration, http, null, clock);
    }

    private Sessions(
            Configuration configuration, SdkHttpClient http, @Nullable Duration patience, InstantSource clock) {
        this.configuration = requireNonNull(configuration, "configuration is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.transport = new Transport(http, configuration.endpointOrNull(), patience);
        AwsCredentialsProvider own = credentials(configuration.credentials());
        this.hub = session(own, Purpose.CONTROL_PLANE);
        this.tokens = session(own, Purpose.SESSION);
    }

    /** Returns the function's own session in the hub. */
    public Session hub() {
        return hub;
    }

    /**
     * Returns a session of a member account's role. The role is assumed at the first call that needs it, once for each
     * run, account, role and process, in whatever regions it then works. A process outlives a run: what the next one
     * does is done in its own name.
     *
     * @param run id of the run, which the session is named after: seen in the account's CloudTrail
     */
    public Session assume(TargetKey target, Role role, String run) {
        return assume(target, role, "", run);
    }

    /**
     * Returns a session that may do less than the role: what both the role's policies and a policy of the session
     * allow.
     *
     * @param policy the session's policy, a document of 2,048 characters at most; empty for all that the role may do
     */
    public Session assume(TargetKey target, Role role, String policy, String run) {
        OfRun ofRun = of(run);
        AssumedRole assumed =
                ofRun.roles.computeIfAbsent(new RoleKey(target.account(), role, policy), key -> assumed(key, run));
        return ofRun.sessions.computeIfAbsent(
                new SessionKey(target, role, policy),
                key -> new Session(
                        target.account(),
                        target.region(),
                        assumed,
                        role.purpose(),
                        transport,
                        other -> assume(new TargetKey(other, target.region()), role, policy, run)));
    }

    /** Whoever holds a session of a run that is forgotten goes on with it. */
    private synchronized OfRun of(String run) {
        OfRun held = runs.remove(run);
        OfRun last = held == null ? new OfRun() : held;
        runs.put(run, last);
        if (runs.size() > RUNS) {
            runs.remove(runs.keySet().iterator().next());
        }
        return last;
    }

    private AssumedRole assumed(RoleKey key, String run) {
        AssumeRoleRequest.Builder request = AssumeRoleRequest.builder()
                .roleArn(key.role().arn(key.account(), configuration.region()))
                .roleSessionName(sessionName(run));
        if (!configuration.externalId().isEmpty()) {
            request.externalId(configuration.externalId());
        }
        if (!key.policy().isEmpty()) {
            request.policy(key.policy());
        }
        return new AssumedRole(() -> tokens.client(StsClient.class, StsClient::builder), request.build(), clock);
    }

    private static String sessionName(String run) {
        String name = "plumbline-" + run.replaceAll("[^\\w+=,.@-]", "-");
        return name.length() <= SESSION_NAME_LENGTH ? name : name.substring(0, SESSION_NAME_LENGTH);
    }

    private Session session(AwsCredentialsProvider credentials, Purpose purpose) {
        return new Session(
                configuration.hubAccount(), configuration.region(), credentials, purpose, transport, other -> {
                    throw new IllegalStateException("a function's own session is in the hub alone, not in " + other);
                });
    }

    private static AwsCredentialsProvider credentials(HubCredentials source) {
        return switch (source) {
            case HubCredentials.Keys keys ->
                StaticCredentialsProvider.create(
                        keys.sessionToken().isEmpty()
                                ? AwsBasicCredentials.create(keys.accessKeyId(), keys.secretAccessKey())
                                : AwsSessionCredentials.create(
                                        keys.accessKeyId(), keys.secretAccessKey(), keys.sessionToken()));
            case HubCredentials.FromContainer _ -> ContainerCredentialsProvider.create();
            case HubCredentials.FromMachine _ ->
                DefaultCredentialsProvider.builder().build();
        };
    }

    /** The roles that a run has assumed, and its sessions. */
    private static final class OfRun {
        private final ConcurrentMap<RoleKey, AssumedRole> roles = new ConcurrentHashMap<>();
        private final ConcurrentMap<SessionKey, Session> sessions = new ConcurrentHashMap<>();
    }

    private record RoleKey(String account, Role role, String policy) {}

    private record SessionKey(TargetKey target, Role role, String policy) {}
}
