package dev.plumbline.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.plumbline.cli.Console.Style;
import dev.plumbline.cli.live.LiveFolder;
import dev.plumbline.cli.live.OwnNames;
import dev.plumbline.cli.local.Checkout;
import dev.plumbline.estate.Environment;
import dev.plumbline.estate.Estate;
import dev.plumbline.estate.Reading;
import dev.plumbline.estate.Setting;
import dev.plumbline.estate.blueprint.Blueprints;
import dev.plumbline.estate.read.EstateReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a live repository to start from. */
@Command(
        name = "init",
        description = {
            "Copies the example estate into a new folder, with your organisation's names, region and account ids in the place of the"
                    + " example's, and validates it.",
            "For example: ./plumbline init ../live --organization umbrella --organization-id o-a1b2c3d4e5 --domain umbrella.example"
                    + " --region eu-central-1 --account dev=123456789012 and so on for each environment."
        })
final class InitCommand implements Callable<Integer> {

    @Parameters(paramLabel = "DIR", description = "The folder to write; it must not exist, or be empty.")
    private Path folder = Path.of("");

    @Option(
            names = "--organization",
            paramLabel = "NAME",
            required = true,
            description = "Name of the organisation: lower-case letters, digits and dashes.")
    private String organization = "";

    @Option(
            names = "--organization-id",
            paramLabel = "ID",
            required = true,
            description = "Its id in AWS Organizations, o- and letters and digits.")
    private String organizationId = "";

    @Option(
            names = "--domain",
            paramLabel = "DOMAIN",
            required = true,
            description = "The domain that its zones and addresses are in.")
    private String domain = "";

    @Option(
            names = "--region",
            paramLabel = "REGION",
            description = "Region of all environments. Default: ${DEFAULT-VALUE}.")
    private String region = "eu-west-1";

    @Option(
            names = "--account",
            paramLabel = "ENVIRONMENT=ID",
            description = "Account of an environment; once for dev, stage, prod, security and shared-services each.")
    private Map<String, String> accounts = new LinkedHashMap<>();

    private final Console console;

    InitCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Map<String, byte[]> files = files();
        Estate estate = switch (new EstateReader(Blueprints.builtIn())
                .read(new LiveFolder(Checkout.current().exampleEstate()).read())) {
            case Reading.Valid(Estate valid) -> valid;
            case Reading.Refused refused ->
                throw new Problem(
                        "the example estate is not valid: " + refused.problems().getFirst(),
                        "Mend it in examples/live.");
        };
        OwnNames.Rewriting rewriting = new OwnNames(organization, organizationId, domain, region, accounts).in(estate);
        refuseUnlessEmpty();
        files.forEach((name, bytes) -> write(folder.resolve(name), rewriting.of(new String(bytes, UTF_8))));
        int code = new ValidateCommand(console).validate(folder);
        if (code == 0) {
            whatNext(estate);
        }
        return code;
    }

    /** The estate's files; its README speaks of this checkout. */
    private static Map<String, byte[]> files() {
        Path example = Checkout.current().exampleEstate();
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> found = Files.walk(example)) {
            for (Path file : found.filter(Files::isRegularFile).toList()) {
                String name = example.relativize(file).toString();
                if (!name.equals("README.md")) {
                    files.put(name, Files.readAllBytes(file));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + example, e);
        }
        return files;
    }

    private void refuseUnlessEmpty() {
        try (Stream<Path> found = Files.exists(folder) ? Files.list(folder) : Stream.empty()) {
            if (found.anyMatch(file -> !file.endsWith(".git"))) {
                throw new Problem(folder + " is not empty", "Name a folder that is, or that does not exist yet.");
            }
        } catch (IOException e) {
            throw new Problem("cannot write to " + folder, "Name a folder.", e);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    private void whatNext(Estate estate) {
        console.note("");
        console.note(console.styled("What to do next", Style.BOLD));
        console.note("  read     " + folder + "/plumbline.yaml and environments/: each value has its reason beside it");
        console.note("  check    address blocks and zones that suit you, then: ./plumbline validate " + folder);
        console.note("  keep     git init, commit, and push it to your Git provider");
        console.note("  deploy   docs/guide/deploy-on-aws.md: the control plane, the accounts, then the first push");
        watching(estate)
                .ifPresent(environment -> console.note("  watch    its step 4 gives bootstrap/organization.yaml"
                        + " GuardDutyAdministratorId=" + accounts.get(environment)
                        + ": the account of " + environment + " switches GuardDuty on in all others"));
        console.note(
                "  release  the application's pipeline pushes its first image and writes it into environments/dev.yaml");
        console.note("  names    the registrar of " + domain
                + " is told the name servers that it made; then the second push");
    }

    /** The environment that declares that it switches GuardDuty on for the organisation's members. */
    private static Optional<String> watching(Estate estate) {
        return estate.environments().values().stream()
                .filter(environment ->
                        environment.settings().all().stream().anyMatch(Setting.GuardDutyMembers.class::isInstance))
                .map(Environment::name)
                .findFirst();
    }
}
