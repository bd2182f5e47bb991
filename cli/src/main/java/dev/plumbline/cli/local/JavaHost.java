package dev.plumbline.cli.local;

import static java.util.Objects.requireNonNull;

import dev.plumbline.cli.process.Command;
import java.nio.file.Path;
import java.time.Duration;

/** The JVM that hosts the functions of a local organisation, and serves its live repository for reading. */
final class JavaHost {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Home home;
    private final LocalSettings settings;

    JavaHost(Home home, LocalSettings settings) {
        this.home = requireNonNull(home, "home is null");
        this.settings = requireNonNull(settings, "settings is null");
    }

    void start(Checkout checkout, String python) {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Command command = Command.of(java.toString(), "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
                .and("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow")
                // All functions share this JVM and ask one address; five connections, Java's default, would be opened
                // again and again.
                .and("-Dhttp.maxConnections=64")
                .and("-jar", checkout.hostJar().toString())
                .and("--port", String.valueOf(settings.hostPort()))
                .and("--state", home.state().toString())
                .and("--logs", home.logs().toString())
                .and("--git", home.repositories().toString())
                // A function's environment is what its configuration says; the host has none to leak.
                .with("JAVA_TOOL_OPTIONS", "")
                .with("AWS_PROFILE", "")
                .with("AWS_ENDPOINT_URL", "")
                .with("AWS_ACCESS_KEY_ID", "")
                .with("AWS_SECRET_ACCESS_KEY", "")
                .with("AWS_SESSION_TOKEN", "");
        home.host().start(python, command, log());
    }

    void awaitReady(Duration patience) {
        new Readiness(
                        "the JVM that hosts the functions",
                        settings.hostEndpoint().resolve("/health"),
                        home.host(),
                        log())
                .await(patience);
    }

    boolean stop() {
        return home.host().stop(PATIENCE);
    }

    private Path log() {
        return home.logs().resolve("host.log");
    }
}
