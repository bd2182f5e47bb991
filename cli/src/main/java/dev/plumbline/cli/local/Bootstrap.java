package dev.plumbline.cli.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Gives every account the roles, and every region the forwarder, that the control plane needs; all accounts at once.
 */
final class Bootstrap {

    private final Checkout checkout;
    private final URI endpoint;
    private final String externalId;

    Bootstrap(Checkout checkout, URI endpoint, String externalId) {
        this.checkout = checkout;
        this.endpoint = endpoint;
        this.externalId = externalId;
    }

    /**
     * Deploys {@code bootstrap/member-roles.yaml} and {@code bootstrap/member-region.yaml} into every account.
     *
     * @param hubRegion where the control plane is deployed
     * @param regions where the estate's stacks may be
     */
    void deploy(String hubRegion, List<String> regions) {
        String roles = read("member-roles.yaml");
        String region = read("member-region.yaml");
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> accounts = new ArrayList<>();
            for (LocalAccount account : LocalAccount.values()) {
                accounts.add(threads.submit(() -> {
                    new Stacks(account.session(endpoint, hubRegion))
                            .deploy("plumbline-member-roles", roles, parameters(hubRegion, "ExternalId", externalId));
                    for (String name : regions) {
                        new Stacks(account.session(endpoint, name))
                                .deploy("plumbline-member-region", region, parameters(hubRegion));
                    }
                }));
            }
            accounts.forEach(Bootstrap::join);
        }
    }

    private static void join(Future<?> account) {
        try {
            account.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new CompletionException(e.getCause());
        }
    }

    private static Map<String, String> parameters(String hubRegion, String... more) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("HubAccountId", LocalAccount.hub().id());
        parameters.put("HubRegion", hubRegion);
        parameters.put("OrganizationId", LocalAccount.ORGANIZATION);
        for (int i = 0; i < more.length; i += 2) {
            parameters.put(more[i], more[i + 1]);
        }
        return parameters;
    }

    private String read(String name) {
        try {
            return Files.readString(checkout.bootstrap(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
