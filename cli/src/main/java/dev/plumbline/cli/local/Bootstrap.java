package dev.plumbline.cli.local;

import dev.plumbline.accounts.session.Session;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * Gives every account the roles, and every region the forwarder, that the control plane needs; all accounts at once.
 */
final class Bootstrap {

    /** The templates of each account's roles, in {@code bootstrap/}, without the ending. */
    private static final List<String> ROLES = List.of("member-deploy", "member-look", "member-mend");

    private static final String REGION = "member-region";

    /** Is not deployed here, as there are no stack sets; what it decides is. */
    private static final String ORGANIZATION = "organization";

    private final Checkout checkout;
    private final URI endpoint;
    private final String externalId;

    Bootstrap(Checkout checkout, URI endpoint, String externalId) {
        this.checkout = checkout;
        this.endpoint = endpoint;
        this.externalId = externalId;
    }

    /** The templates that say what every account is given, and who administers GuardDuty. */
    static List<Path> templates(Checkout checkout) {
        return Stream.concat(ROLES.stream(), Stream.of(REGION, ORGANIZATION))
                .map(name -> checkout.bootstrap(name + ".yaml"))
                .toList();
    }

    /**
     * Deploys the templates of the roles, then {@code bootstrap/member-region.yaml}, into every account, and puts the
     * security account in charge of GuardDuty in every region, as {@code bootstrap/organization.yaml} does on AWS.
     *
     * @param hubRegion where the control plane is deployed
     * @param regions where the estate's stacks may be
     */
    void deploy(String hubRegion, List<String> regions) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> accounts = new ArrayList<>();
            accounts.add(threads.submit(() ->
                    regions.forEach(region -> new GuardDutyAdministrator(LocalAccount.management(endpoint, region))
                            .become(LocalAccount.SECURITY.id()))));
            for (LocalAccount account : LocalAccount.values()) {
                accounts.add(threads.submit(() -> {
                    for (String roles : ROLES) {
                        deploy(account.session(endpoint, hubRegion), roles, hubRegion);
                    }
                    for (String region : regions) {
                        deploy(account.session(endpoint, region), REGION, hubRegion);
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

    private void deploy(Session session, String name, String hubRegion) {
        String template = read(name + ".yaml");
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("HubAccountId", LocalAccount.hub().id());
        parameters.put("HubRegion", hubRegion);
        parameters.put("OrganizationId", LocalAccount.ORGANIZATION);
        parameters.put("ExternalId", externalId);
        // CloudFormation refuses a parameter that the template does not declare.
        parameters.keySet().removeIf(parameter -> !template.contains("\n  " + parameter + ":\n    Type: "));
        new Stacks(session).deploy("plumbline-" + name, template, parameters);
    }

    private String read(String name) {
        try {
            return Files.readString(checkout.bootstrap(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
