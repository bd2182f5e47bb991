package dev.plumbline.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintStream;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command itself: what it is, and the commands below it. */
@Command(
        name = "plumbline",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = Plumbline.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        description = "Keeps a company's AWS accounts true to Git.",
        footer = {
            "",
            "Start with `./plumbline up`: it plays an organisation of five AWS accounts on this machine.",
            "Commands that have --profile and --region work on a deployment on AWS, too: name one of them."
        },
        subcommands = {
            UpCommand.class,
            DownCommand.class,
            StatusCommand.class,
            VerifyCommand.class,
            PlanCommand.class,
            ReconcileCommand.class,
            ApproveCommand.class,
            RejectCommand.class,
            DriftCommand.class,
            RunsCommand.class,
            RunCommand.class,
            ExplainCommand.class,
            ResumeCommand.class,
            FindingsCommand.class,
            DeadLettersCommand.class,
            OrphansCommand.class,
            PatchCommand.class,
            PatchesCommand.class,
            LogsCommand.class,
            VpnCommand.class,
            EnvCommand.class,
            InjectCommand.class,
            PlayCommand.class,
            InitCommand.class,
            ProfilesCommand.class,
            ValidateCommand.class,
            CompletionCommand.class,
        })
public final class Plumbline implements Runnable {

    @Spec
    private CommandSpec spec;

    @Option(names = "--verbose", scope = ScopeType.INHERIT, description = "With an error, print all of its causes.")
    private boolean verbose;

    private final Console console;

    Plumbline(Console console) {
        this.console = console;
        this.spec = CommandSpec.create();
    }

    /**
     * Runs a command and exits: 0 where all is well, 1 where something is not, 2 where it was used wrongly.
     *
     * @param arguments the command and its options
     */
    public static void main(String[] arguments) {
        System.exit(commandLine(Console.system()).execute(arguments));
    }

    /**
     * Runs a command in this process, as on a terminal without colours; returns what it would exit with.
     *
     * @param out takes what it prints
     * @param arguments the command and its options
     */
    public static int run(PrintStream out, String... arguments) {
        return commandLine(new Console(out, out, false)).execute(arguments);
    }

    /** The command with everything below it, printing to a console. */
    static CommandLine commandLine(Console console) {
        Plumbline plumbline = new Plumbline(console);
        CommandLine commands = new CommandLine(plumbline, new Commands(console))
                .setOut(new PrintWriter(console.out(), true, UTF_8))
                .setErr(new PrintWriter(console.err(), true, UTF_8))
                .setColorScheme(CommandLine.Help.defaultColorScheme(
                        console.colored() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF))
                .setUsageHelpAutoWidth(true)
                .setCaseInsensitiveEnumValuesAllowed(true);
        return commands.setExecutionExceptionHandler(
                (failure, command, parsed) -> new Failures(console, plumbline.verbose).tell(failure));
    }

    @Override
    public void run() {
        spec.commandLine().usage(console.out());
    }

    /** What {@code --version} prints. */
    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            String version = Plumbline.class.getPackage().getImplementationVersion();
            return new String[] {"plumbline " + (version == null ? "(not packaged)" : version)};
        }
    }
}
