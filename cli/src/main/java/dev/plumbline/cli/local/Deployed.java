package dev.plumbline.cli.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * What a local organisation was last deployed from, so that a start which would deploy the same deploys nothing.
 *
 * @param bootstrap digest of what was deployed into each account
 * @param controlPlane digest of what was deployed into the hub
 */
record Deployed(String bootstrap, String controlPlane) {

    private static final ObjectMapper JSON = new ObjectMapper();

    Deployed {
        requireNonNull(bootstrap, "bootstrap is null");
        requireNonNull(controlPlane, "controlPlane is null");
    }

    /** What would be deployed now. */
    static Deployed now(StartOptions options, LocalSettings settings) {
        Checkout checkout = options.checkout();
        List<String> common = List.of(options.region(), settings.externalId());
        return new Deployed(
                digest(Bootstrap.templates(checkout), common, options.regions()),
                digest(
                        checkout.controlPlane(),
                        common,
                        List.of(settings.repositoryUrl().toString(), options.organizationName())));
    }

    /** What was deployed, or empty digests where nothing was. */
    static Deployed read(Path file) {
        if (!Files.exists(file)) {
            return new Deployed("", "");
        }
        try {
            return JSON.readValue(file.toFile(), Deployed.class);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    void write(Path file) {
        try {
            Files.writeString(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    private static String digest(List<Path> files, List<String> common, List<String> more) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((common + "\n" + more).getBytes(UTF_8));
            for (Path file : files) {
                digest.update(Files.readAllBytes(file));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
