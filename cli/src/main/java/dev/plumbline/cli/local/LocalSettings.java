package dev.plumbline.cli.local;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * What a local organisation keeps from start to start: its ports, because what is deployed names them, and its external
 * id.
 *
 * @param emulatorPort loopback port of the emulator
 * @param hostPort loopback port of the JVM that hosts the functions
 * @param externalId what the roles of the accounts ask for
 */
record LocalSettings(int emulatorPort, int hostPort, String externalId) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int EXTERNAL_ID_BYTES = 16;

    LocalSettings {
        requireNonNull(externalId, "externalId is null");
    }

    /** Settings with ports that are free now. */
    static LocalSettings choose() {
        byte[] random = new byte[EXTERNAL_ID_BYTES];
        new SecureRandom().nextBytes(random);
        int[] ports = freePorts(2);
        return new LocalSettings(ports[0], ports[1], HexFormat.of().formatHex(random));
    }

    static LocalSettings read(Path file) {
        try {
            return JSON.readValue(file.toFile(), LocalSettings.class);
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

    /** The same, with ports that are free now. */
    LocalSettings withFreePorts() {
        int[] ports = freePorts(2);
        return new LocalSettings(ports[0], ports[1], externalId);
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + emulatorPort);
    }

    URI hostEndpoint() {
        return URI.create("http://127.0.0.1:" + hostPort);
    }

    URI repositoryUrl() {
        return hostEndpoint().resolve("/git/live.git");
    }

    /** Where the host plays the repository's provider. */
    URI providerUrl() {
        return hostEndpoint().resolve("/github");
    }

    private static int[] freePorts(int count) {
        int[] ports = new int[count];
        ServerSocket[] sockets = new ServerSocket[count];
        try {
            for (int i = 0; i < count; i++) {
                sockets[i] = new ServerSocket(0, 1, loopback());
                ports[i] = sockets[i].getLocalPort();
            }
            for (ServerSocket socket : sockets) {
                socket.close();
            }
            return ports;
        } catch (IOException e) {
            throw new UncheckedIOException("no free port on 127.0.0.1", e);
        }
    }

    /** Whether nothing listens on a loopback port. */
    static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, loopback())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    private static InetAddress loopback() throws IOException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    }
}
