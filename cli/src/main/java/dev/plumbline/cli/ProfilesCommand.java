package dev.plumbline.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.plumbline.cli.live.LiveFolder;
import dev.plumbline.cli.profiles.AwsConfiguration;
import dev.plumbline.cli.profiles.EstateRoles;
import dev.plumbline.cli.profiles.ProfileBlock;
import dev.plumbline.cli.profiles.RoleProfile;
import dev.plumbline.estate.Estate;
import dev.plumbline.estate.Reading;
import dev.plumbline.estate.blueprint.Blueprints;
import dev.plumbline.estate.read.EstateReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes the AWS CLI's configuration for a person of the estate. */
@Command(
        name = "profiles",
        description = {
            "Writes a profile for each account and role of a live repository into your AWS configuration, and one that signs in.",
            "What else stands in the file stays as it is; profiles that it has already are never taken over. No secret is written.",
            "For example: ./plumbline profiles ../live --user alice && aws login --profile acme"
        })
final class ProfilesCommand implements Callable<Integer> {

    @Parameters(arity = "0..1", paramLabel = "DIR", description = "The folder with plumbline.yaml. Default: this one.")
    private Path folder = Path.of("");

    @Option(names = "--user", paramLabel = "NAME", required = true, description = "Your user in the security account.")
    private String user = "";

    @Option(
            names = "--prefix",
            paramLabel = "PREFIX",
            description = "What the profiles' names begin with. Default: the organisation's name.")
    private @Nullable String prefix;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The file to write. Default: what AWS_CONFIG_FILE names, or ~/.aws/config.")
    private Path file = defaultFile();

    @Option(names = "--print", description = "Print the profiles instead of writing them.")
    private boolean print;

    private final Console console;

    ProfilesCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Reading reading = new EstateReader(Blueprints.builtIn()).read(new LiveFolder(folder).read());
        if (!(reading instanceof Reading.Valid(Estate estate))) {
            throw new Problem(
                    "the live repository in " + folder.toAbsolutePath().normalize() + " is not valid",
                    "See what is wrong with ./plumbline validate.");
        }
        EstateRoles declared = EstateRoles.of(estate);
        List<RoleProfile> roles = declared.all();
        String account = declared.securityAccount();
        ProfileBlock block = new ProfileBlock(
                prefix == null ? estate.organization() : prefix, user, account, signInRegion(estate, account));
        if (print) {
            console.out().print(block.of(roles));
            return 0;
        }
        write(new AwsConfiguration(existing()).with(estate.organization(), block.of(roles)));
        tell(block, roles);
        return 0;
    }

    private static String signInRegion(Estate estate, String account) {
        return estate.environments().values().stream()
                .filter(environment -> environment.account().equals(account))
                .findFirst()
                .orElseThrow(() -> new Problem(
                        "the account of the users, " + account + ", is no environment of the estate",
                        "Name the security environment's account in SecurityAccountId."))
                .regions()
                .getFirst();
    }

    private void tell(ProfileBlock block, List<RoleProfile> roles) {
        console.note("wrote " + (roles.size() + 1) + " profiles to " + file);
        console.note("  sign in, with MFA:  aws login --profile " + block.prefix());
        if (!roles.isEmpty()) {
            console.note("  work in a role:     aws sts get-caller-identity --profile " + block.name(roles.getFirst()));
            console.note("  for a whole shell:  export AWS_PROFILE=" + block.name(roles.getFirst()));
        }
    }

    private String existing() {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new Problem("cannot read " + file + ": " + e.getMessage(), "Name another file with --config.", e);
        }
    }

    /** Writes beside the file and moves it into place, so that nobody ever reads half of it. */
    private void write(AwsConfiguration configuration) {
        try {
            Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
            Path folder = Files.createDirectories(target.resolveSibling(""));
            Path written = Files.createTempFile(folder, ".config", "", ownerOnly());
            Files.write(written, configuration.text().getBytes(UTF_8));
            if (Files.exists(target)) {
                Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(target);
                Files.setPosixFilePermissions(written, permissions);
            }
            Files.move(written, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    private static FileAttribute<Set<PosixFilePermission>> ownerOnly() {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    }

    private static Path defaultFile() {
        String named = System.getenv("AWS_CONFIG_FILE");
        return named == null || named.isEmpty()
                ? Path.of(System.getProperty("user.home"), ".aws", "config")
                : Path.of(named);
    }
}
