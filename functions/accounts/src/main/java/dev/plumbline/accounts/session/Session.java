package dev.plumbline.accounts.session;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.requests.CountingInterceptor;
import dev.plumbline.accounts.requests.Purpose;
import dev.plumbline.estate.Partition;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.regions.Region;

/**
 * One role in one account and region. Gateways are made from it; each kind of client is built once. Safe to share
 * between threads, and lasts as long as the process: its credentials renew themselves.
 */
public final class Session {

    private final String account;
    private final String region;
    private final AwsCredentialsProvider credentials;
    private final Purpose purpose;
    private final Transport transport;
    private final Function<String, Session> elsewhere;
    private final ConcurrentMap<Class<?>, Object> shared = new ConcurrentHashMap<>();

    Session(
            String account,
            String region,
            AwsCredentialsProvider credentials,
            Purpose purpose,
            Transport transport,
            Function<String, Session> elsewhere) {
        this.account = requireNonNull(account, "account is null");
        this.region = requireNonNull(region, "region is null");
        this.credentials = requireNonNull(credentials, "credentials is null");
        this.purpose = requireNonNull(purpose, "purpose is null");
        this.transport = requireNonNull(transport, "transport is null");
        this.elsewhere = requireNonNull(elsewhere, "elsewhere is null");
    }

    /**
     * Returns a session of the role of the same job in another account, in the same region, for what lies in two
     * accounts at once, such as a delegated zone.
     */
    public Session elsewhere(String otherAccount) {
        return otherAccount.equals(account) ? this : elsewhere.apply(otherAccount);
    }

    /** Returns the id of the account that the session works in. */
    public String account() {
        return account;
    }

    /** Returns the region that the session works in. */
    public String region() {
        return region;
    }

    /** Returns the partition of the region, as ARNs name it. */
    public String partition() {
        return Partition.of(region).id();
    }

    /** Returns what requests of this session are counted as unless the caller says another purpose. */
    public Purpose purpose() {
        return purpose;
    }

    /** Returns the credentials, for a gateway that signs its own requests. */
    public AwsCredentialsProvider credentials() {
        return credentials;
    }

    /** Returns how requests travel, for a gateway that sends its own. */
    public Transport transport() {
        return transport;
    }

    /** Returns the session's client of a kind, building it where this is the first time. */
    public <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(
            Class<C> kind, Supplier<B> builder) {
        return shared(kind, () -> build(builder.get()));
    }

    /** Returns what the gateways of this session share of a kind, making it where this is the first time. */
    public <T> T shared(Class<T> kind, Supplier<T> maker) {
        return kind.cast(shared.computeIfAbsent(kind, ignored -> maker.get()));
    }

    private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C build(B builder) {
        transport.endpoint().ifPresent(builder::endpointOverride);
        return builder.region(Region.of(region))
                .credentialsProvider(credentials)
                .httpClient(transport.http())
                .overrideConfiguration(transport.overrides(new CountingInterceptor(purpose)))
                .build();
    }

    @Override
    public String toString() {
        return account + "/" + region;
    }
}
