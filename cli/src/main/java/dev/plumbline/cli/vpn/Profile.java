package dev.plumbline.cli.vpn;

import dev.plumbline.cli.Problem;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A profile, which any OpenVPN client of version 2.5 or newer reads. It holds the private key.
 *
 * @param text the profile
 */
public record Profile(String text) {

    /** Puts a profile together. */
    static Profile of(VpnServer server, ClientKey key, Issued issued) {
        return new Profile("""
                client
                dev tun
                proto %s
                remote %s %s
                nobind
                persist-tun
                remote-cert-tls server
                verify-x509-name %s name
                tls-version-min 1.3
                data-ciphers AES-256-GCM:CHACHA20-POLY1305
                auth-nocache
                verb 3
                <ca>
                %s</ca>
                <cert>
                %s</cert>
                <key>
                %s</key>
                <tls-crypt-v2>
                %s</tls-crypt-v2>
                """.formatted(
                        server.output("Protocol"),
                        server.output("Endpoint"),
                        server.output("Port"),
                        server.output("ServerName"),
                        issued.authority(),
                        issued.certificate(),
                        key.privatePem(),
                        issued.tlsCryptKey()));
    }

    /**
     * Writes it to a file that only its owner may read, which must not be there yet.
     *
     * @throws Problem where it is there, or cannot be written
     */
    public void write(Path file) {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] owner = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        try (WritableByteChannel channel =
                Files.newByteChannel(file, Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW), owner)) {
            Channels.newOutputStream(channel).write(text.getBytes(StandardCharsets.UTF_8));
        } catch (FileAlreadyExistsException error) {
            throw new Problem(
                    file + " is there already", "Name another file with --out; nothing is overwritten.", error);
        } catch (IOException error) {
            throw new Problem(
                    "the profile could not be written: " + error,
                    "Its key is lost: revoke it, and issue another with --out where there is room.",
                    error);
        }
    }

    /** Says nothing of its content, which is a secret. */
    @Override
    public String toString() {
        return "Profile";
    }
}
