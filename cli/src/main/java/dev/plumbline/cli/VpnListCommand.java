package dev.plumbline.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.cli.vpn.Certificate;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists who has a profile. */
@Command(name = "list", description = "Lists who has a profile, until when, and who is connected.")
final class VpnListCommand implements Runnable {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Mixin
    private final OutputOption output = new OutputOption();

    @Mixin
    private final VpnOptions options = new VpnOptions();

    private final Console console;

    VpnListCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        List<Certificate> certificates = options.server().certificates();
        if (output.isJson()) {
            console.line(OutputOption.text(document(certificates)));
            return;
        }
        if (certificates.isEmpty()) {
            console.note("nobody has a profile; make one with plumbline vpn issue NAME");
        }
        certificates.forEach(each -> console.line("%-32s %-8s %-24s %s"
                .formatted(each.name(), word(each), "until " + each.ends(), note(each))
                .stripTrailing()));
    }

    private static String word(Certificate certificate) {
        return certificate.state().name().toLowerCase(Locale.ROOT);
    }

    private static String note(Certificate certificate) {
        return certificate
                .revoked()
                .map(at -> "revoked " + at)
                .or(() -> certificate.connectedSince().map(since -> "connected since " + since))
                .orElse("");
    }

    private static ArrayNode document(List<Certificate> certificates) {
        ArrayNode document = JSON.createArrayNode();
        for (Certificate certificate : certificates) {
            ObjectNode entry = document.addObject()
                    .put("name", certificate.name())
                    .put("state", word(certificate))
                    .put("ends", certificate.ends().toString())
                    .put("serial", certificate.serial());
            certificate.revoked().ifPresent(at -> entry.put("revoked", at.toString()));
            certificate.connectedSince().ifPresent(since -> entry.put("connectedSince", since));
        }
        return document;
    }
}
