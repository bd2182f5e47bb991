package dev.plumbline.local.host;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.plumbline.local.host.deployed.Probe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The test handlers in a zip, and invocations of them. */
record DeployedZip(Path path) {

    static DeployedZip in(Path folder) throws IOException {
        Path zip = folder.resolve("probe.zip");
        Path source = Path.of(
                        requireNonNull(Probe.class.getResource("Probe.class")).getPath())
                .resolveSibling("");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip));
                Stream<Path> files = Files.list(source)) {
            for (Path file : files.toList()) {
                out.putNextEntry(new ZipEntry("dev/plumbline/local/host/deployed/" + file.getFileName()));
                Files.copy(file, out);
            }
        }
        return new DeployedZip(zip);
    }

    Invocation probe(String wish) {
        return invocation("Probe", new TextNode(wish), Map.of(), Duration.ofSeconds(30));
    }

    Invocation invocation(String handler, JsonNode payload, Map<String, String> environment, Duration timeout) {
        return new Invocation(
                "probe",
                "arn:aws:lambda:eu-west-1:555555555555:function:probe",
                "$LATEST",
                "dev.plumbline.local.host.deployed." + handler,
                "sha",
                path,
                environment,
                timeout,
                "request-1",
                payload);
    }

    static List<String> lines(Path log) throws IOException {
        return Files.readAllLines(log);
    }
}
