package dev.plumbline.cli.local;

import static java.util.Objects.requireNonNull;

import dev.plumbline.cli.Problem;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/** One start of a local organisation: its steps, in order. */
final class Start {

    /** A thread for each: they wait for other programs. */
    private static final Executor THREADS = action -> Thread.ofVirtual().start(action);

    private final Home home;
    private final StartOptions options;
    private final Steps steps;
    private final String python = ToolSets.python();
    private final ToolSets tools;
    private final LiveRepository repository;

    Start(Home home, StartOptions options) {
        this.home = requireNonNull(home, "home is null");
        this.options = requireNonNull(options, "options is null");
        this.steps = options.steps();
        this.tools = new ToolSets(options.checkout(), python);
        this.repository = new LiveRepository(home);
    }

    LocalOrganization run() {
        home.create();
        CompletableFuture<Path> sam = CompletableFuture.supplyAsync(() -> tools.programs("sam"), THREADS);
        Path emulatorPrograms = steps.step("install the pinned tools", () -> {
            Path programs = tools.programs("local");
            joined(sam);
            return programs;
        });
        LocalSettings settings = settings();
        Processes processes = new Processes(home, settings);
        boolean ran = processes.running();
        try {
            repository.create(options.checkout(), python);
            if (!ran) {
                processes.stop();
                steps.step(
                        "start the emulator and the functions' host",
                        () -> processes.start(options, python, emulatorPrograms));
            }
            Map<String, String> outputs = deploy(settings, joined(sam));
            repository.tell(URI.create(requireNonNull(outputs.get("WebhookUrl"))), settings);
            processes.emulator().faults(Map.of("stackSeconds", options.stackSeconds()));
            LocalOrganization organization =
                    new LocalOrganization(home, options, settings, processes, repository, outputs);
            InterruptedRun.settle(organization.deployment(), "refs/heads/" + LiveRepository.BRANCH);
            return organization;
        } catch (RuntimeException e) {
            if (!ran) {
                processes.stop();
            }
            throw e;
        }
    }

    /** The ports of the last start where they are free or our own; others would have what is deployed renewed. */
    private LocalSettings settings() {
        Path file = home.settingsFile();
        LocalSettings settings = Files.exists(file) ? LocalSettings.read(file) : LocalSettings.choose();
        boolean ours = new Processes(home, settings).running();
        if (!ours && !(LocalSettings.isFree(settings.emulatorPort()) && LocalSettings.isFree(settings.hostPort()))) {
            new Processes(home, settings).stop();
            settings = settings.withFreePorts();
        }
        settings.write(file);
        return settings;
    }

    private Map<String, String> deploy(LocalSettings settings, Path samPrograms) {
        ControlPlane controlPlane = new ControlPlane(options.checkout(), home, settings, options.region());
        Deployed wanted = Deployed.now(options, settings);
        Optional<Map<String, String>> there = controlPlane.outputs();
        Deployed deployed = there.isPresent() ? Deployed.read(home.deployedFile()) : new Deployed("", "");
        CompletableFuture<Boolean> bootstrap = CompletableFuture.supplyAsync(
                () -> {
                    if (!wanted.bootstrap().equals(deployed.bootstrap())) {
                        bootstrap(settings);
                    }
                    return true;
                },
                THREADS);
        if (!wanted.controlPlane().equals(deployed.controlPlane())) {
            steps.step(
                    "deploy template.yaml to the hub (sam deploy)",
                    () -> controlPlane.deploy(samPrograms, options.organizationName(), repository.secret()));
            there = controlPlane.outputs();
        }
        joined(bootstrap);
        wanted.write(home.deployedFile());
        return there.orElseThrow(() -> new Problem(
                "the control plane was deployed, but its stack is not there",
                "Start over with ./plumbline up --fresh."));
    }

    private void bootstrap(LocalSettings settings) {
        steps.step(
                "deploy bootstrap/ to the five accounts",
                () -> new Bootstrap(options.checkout(), settings.endpoint(), settings.externalId())
                        .deploy(options.region(), options.regions()));
    }

    private static <T> T joined(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }
}
