package dev.plumbline.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The custom resource. Its properties: {@code Manifests}, a text of YAML documents; {@code Force}, whether fields that
 * others hold are taken ({@code "false"}); {@code TimeoutSeconds}, how long all of it may take.
 */
final class ManifestsResource {

    private static final String OWN = "plumbline.function";
    /** An access entry takes this long at most until every API server knows it. */
    private static final Duration NEW = Duration.ofMinutes(3);

    /** What lists may hold has been said just before; kinds may yet be on their way to a new cluster. */
    private static final Duration KNOWN = Duration.ofSeconds(45);

    private static final int LONGEST_LABEL = 63;
    private static final Set<String> PROPERTIES =
            Set.of("ServiceToken", "ServiceTimeout", "Manifests", "Force", "TimeoutSeconds", "Revision");

    private final Connection connection;
    private final Patience patience;

    ManifestsResource(Connection connection, Patience patience) {
        this.connection = requireNonNull(connection, "connection is null");
        this.patience = requireNonNull(patience, "patience is null");
    }

    /**
     * Does what is asked. Done twice, it changes nothing the second time.
     *
     * @throws Refused where it cannot be done
     */
    void handle(ResourceEvent event) {
        switch (event.kind()) {
            case CREATE, UPDATE -> bring(event);
            case DELETE -> take(event);
        }
    }

    private void bring(ResourceEvent event) {
        JsonNode properties = event.properties();
        checkNames(properties);
        List<Manifest> wanted = ManifestReader.read(properties.path("Manifests").asText());
        List<Manifest> before =
                ManifestReader.read(event.oldProperties().path("Manifests").asText());
        List<Manifest> superfluous = before.stream()
                .filter(old ->
                        wanted.stream().noneMatch(manifest -> manifest.key().same(old.key())))
                .toList();
        Patience limited = patience.atMost(limit(properties));
        permit(limited);
        try (Kubernetes kubernetes = connection.asManifests()) {
            ManifestSet set = new ManifestSet(kubernetes, owner(event), limited, KNOWN);
            set.apply(wanted, flag(properties, "Force"));
            set.delete(superfluous);
        }
    }

    /** What was never applied is not there: the stack may be undoing a list that could not even be read. */
    private void take(ResourceEvent event) {
        List<Manifest> manifests;
        try {
            manifests = ManifestReader.read(event.properties().path("Manifests").asText());
        } catch (Refused unreadable) {
            return;
        }
        permit(patience);
        try (Kubernetes kubernetes = connection.asManifests()) {
            new ManifestSet(kubernetes, owner(event), patience, KNOWN).delete(manifests);
        }
    }

    /** Says in the cluster what lists may hold. Only this is done with all the rights that the function's role has. */
    private void permit(Patience limited) {
        try (Kubernetes kubernetes = connection.asItself()) {
            new ManifestSet(kubernetes, OWN, limited, NEW)
                    .apply(ManifestReader.read(resource("permissions.yaml")), true);
        }
    }

    private static void checkNames(JsonNode properties) {
        Set<String> unknown = new TreeSet<>();
        properties.fieldNames().forEachRemaining(unknown::add);
        unknown.removeAll(PROPERTIES);
        if (!unknown.isEmpty()) {
            throw new Refused("Unknown properties: " + String.join(", ", unknown));
        }
        if (!properties.path("Manifests").isTextual()) {
            throw new Refused(
                    "Manifests has to be a text of YAML documents: of an object, CloudFormation would make all"
                            + " numbers texts");
        }
    }

    private static boolean flag(JsonNode properties, String name) {
        String value = properties.path(name).asText("false");
        if (!value.equals("true") && !value.equals("false")) {
            throw new Refused(name + " is neither true nor false");
        }
        return value.equals("true");
    }

    private static Duration limit(JsonNode properties) {
        String value = properties.path("TimeoutSeconds").asText("840");
        try {
            return Duration.ofSeconds(Integer.parseUnsignedInt(value));
        } catch (NumberFormatException e) {
            throw new Refused("TimeoutSeconds is not a number", e);
        }
    }

    /** A label's value may have 63 characters. */
    private static String owner(ResourceEvent event) {
        String whole = event.stackName() + "." + event.logicalId();
        return whole.length() <= LONGEST_LABEL ? whole : whole.substring(0, 46) + "." + digest(whole);
    }

    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String resource(String name) {
        try (InputStream in = requireNonNull(ManifestsResource.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
