package dev.plumbline.cli.local;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.session.Session;
import dev.plumbline.cli.Problem;
import dev.plumbline.cli.deployment.Deployment;
import dev.plumbline.cli.follow.RunFollower;
import dev.plumbline.cli.follow.RunReport;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * A local organisation that is running: five accounts on this machine, the control plane deployed to one of them, and a
 * live repository to push to.
 *
 * <p>Closing it stops its processes, and deletes it where it was started as ephemeral. Where it is not closed its
 * processes go on, unless it is ephemeral: those end with this program, however that ends.
 */
public final class LocalOrganization implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Duration UNTIL_IDLE = Duration.ofMinutes(1);

    private final Home home;
    private final StartOptions options;
    private final LocalSettings settings;
    private final Processes processes;
    private final LiveRepository repository;
    private final Map<String, String> outputs;

    LocalOrganization(
            Home home,
            StartOptions options,
            LocalSettings settings,
            Processes processes,
            LiveRepository repository,
            Map<String, String> outputs) {
        this.home = requireNonNull(home, "home is null");
        this.options = requireNonNull(options, "options is null");
        this.settings = requireNonNull(settings, "settings is null");
        this.processes = requireNonNull(processes, "processes is null");
        this.repository = requireNonNull(repository, "repository is null");
        this.outputs = Map.copyOf(outputs);
    }

    /**
     * Starts an organisation, or finds the one that runs in this folder; deploys what has changed since it was last
     * deployed.
     *
     * @param folder where it keeps its state, made where it is absent
     * @throws Problem where something does not start; everything that did is stopped again
     */
    public static LocalOrganization start(Path folder, StartOptions options) {
        return new Start(new Home(folder), options).run();
    }

    /**
     * Stops the organisation of a folder, if it runs; its state is saved and stays. What is being deployed is given a
     * minute to end.
     *
     * @return whether it ran
     */
    public static boolean stop(Path folder) {
        Home home = new Home(folder);
        if (!Files.exists(home.settingsFile())) {
            return false;
        }
        Processes processes = new Processes(home, LocalSettings.read(home.settingsFile()));
        processes.awaitExecutions(UNTIL_IDLE);
        return processes.stop();
    }

    /** Whether there is an organisation in a folder, running or not. */
    public static boolean exists(Path folder) {
        return Files.exists(new Home(folder).settingsFile());
    }

    /**
     * The control plane of the organisation in a folder.
     *
     * @throws Problem where it does not run
     */
    public static Deployment deployment(Path folder) {
        Home home = new Home(folder);
        URI endpoint = endpoint(folder);
        if (home.emulator().running().isEmpty()) {
            throw new Problem(
                    "the local organisation in " + home.folder() + " does not run", "Start it with ./plumbline up.");
        }
        Session hub = LocalAccount.hub().session(endpoint, StartOptions.REGION);
        return new Stacks(hub)
                .outputs(ControlPlane.STACK)
                .map(outputs -> new Deployment(hub, outputs))
                .orElseThrow(() -> new Problem(
                        "the control plane is not deployed in " + home.folder(),
                        "Start over: ./plumbline up --fresh."));
    }

    /** The logs of the organisation in a folder. */
    public static LocalLogs logs(Path folder) {
        return new LocalLogs(new Home(folder).logs());
    }

    /**
     * Where the organisation of a folder answers as AWS.
     *
     * @throws Problem where there is none
     */
    public static URI endpoint(Path folder) {
        Home home = new Home(folder);
        if (!Files.exists(home.settingsFile())) {
            throw new Problem("there is no local organisation in " + home.folder(), "Start one with ./plumbline up.");
        }
        return LocalSettings.read(home.settingsFile()).endpoint();
    }

    /**
     * The emulator of the organisation in a folder.
     *
     * @throws Problem where there is none, or it does not run
     */
    public static Emulator emulator(Path folder) {
        URI endpoint = endpoint(folder);
        Home home = new Home(folder);
        if (home.emulator().running().isEmpty()) {
            throw new Problem(
                    "the local organisation in " + home.folder() + " does not run at " + endpoint,
                    "Start it with ./plumbline up.");
        }
        return new Processes(home, LocalSettings.read(home.settingsFile())).emulator();
    }

    /**
     * The registrar of the estate's domain, as the organisation in a folder has it.
     *
     * @throws Problem where there is none, or it does not run
     */
    public static Registrar registrar(Path folder) {
        return new Registrar(emulator(folder), LocalAccount.hub().session(endpoint(folder), StartOptions.REGION));
    }

    /**
     * The pipeline of the example application, as the organisation in a folder has it.
     *
     * @throws Problem where there is none, or it does not run
     */
    public static Pipeline pipeline(Path folder) {
        URI endpoint = emulator(folder).endpoint();
        return new Pipeline(
                Checkout.current(), new Home(folder), LocalAccount.hub().session(endpoint, StartOptions.REGION));
    }

    /** Stops the organisation of a folder at once, whatever it is doing, and deletes all of it. */
    public static void discard(Path folder) {
        Home home = new Home(folder);
        if (Files.exists(home.settingsFile())) {
            new Processes(home, LocalSettings.read(home.settingsFile())).stop();
        }
        home.delete();
    }

    /**
     * Makes the live repository hold exactly the files of a folder and pushes it.
     *
     * @return what the webhook answered; where nothing differs from what was pushed before, it is told again
     * @throws Problem where the webhook does not answer or refuses
     */
    public Delivery push(Path tree, String message) {
        String before = repository.head();
        String commit = repository.push(tree, message);
        return commit.equals(before) ? tellAgain() : accepted(repository.lastDelivery());
    }

    /**
     * Pushes the files of a folder to another branch than the deployed one, which has a pull request into that.
     *
     * @param draft whether the pull request is a draft
     * @return what the webhook answered when it was told of the pull request
     * @throws Problem where the webhook does not answer or refuses
     */
    public Delivery propose(Path tree, String branch, String message, boolean draft) {
        return accepted(repository.propose(tree, branch, message, draft));
    }

    /** Moves the branch to a commit that was pushed before, as a force-push does. */
    public Delivery forcePush(String commit) {
        repository.move(commit);
        return accepted(repository.lastDelivery());
    }

    /** Tells the webhook of the branch's head as if it were new; a head that is deployed starts nothing. */
    public Delivery tellAgain() {
        return deliver("0".repeat(40), repository.head());
    }

    /**
     * Tells the webhook that the branch moved, whether it did or not: a delivery that was doubled, delayed or replayed.
     */
    public Delivery deliver(String before, String after) {
        return accepted(repository.tellAgain(options.checkout(), ToolSets.python(), before, after));
    }

    /** The commit that the branch is at, or an empty text where nothing was pushed. */
    public String head() {
        return repository.head();
    }

    /** Where AWS is answered. */
    public URI endpoint() {
        return settings.endpoint();
    }

    /** The emulator's own controls. */
    public Emulator emulator() {
        return processes.emulator();
    }

    /** The registrar of the estate's domain. */
    public Registrar registrar() {
        return new Registrar(emulator(), administrator(LocalAccount.hub()));
    }

    /** The pipeline of the example application. */
    public Pipeline pipeline() {
        return new Pipeline(options.checkout(), home, administrator(LocalAccount.hub()));
    }

    /** An account's administrator, in the region of the control plane. */
    public Session administrator(LocalAccount account) {
        return account.session(settings.endpoint(), options.region());
    }

    /** An outputs of the control plane's stack, by its name in the template. */
    public String output(String name) {
        return requireNonNull(outputs.get(name), () -> "the control plane has no output " + name);
    }

    /** Its control plane. */
    public Deployment deployment() {
        return new Deployment(administrator(LocalAccount.hub()), outputs);
    }

    /**
     * Waits until a run has ended.
     *
     * @throws Problem where its workflow ended without a word, or where it takes longer than the patience
     */
    public RunReport awaitRun(String run, Duration patience) {
        return new RunFollower(deployment(), PAUSE).follow(run, patience, RunFollower.Listener.silent());
    }

    /** Its folder. */
    public Home home() {
        return home;
    }

    /** How it was started. */
    public StartOptions options() {
        return options;
    }

    @Override
    public void close() {
        processes.stop();
        if (options.ephemeral()) {
            home.delete();
        }
    }

    private static Delivery accepted(Delivery delivery) {
        if (delivery.status() / 100 == 2) {
            return delivery;
        }
        throw new Problem(
                delivery.status() == 0
                        ? "the webhook does not answer: " + delivery.answer()
                        : "the webhook answered " + delivery.status() + ": " + delivery.answer(),
                "Its log is shown by ./plumbline logs webhook.");
    }
}
