package dev.plumbline.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.cli.live.LiveFolder;
import dev.plumbline.estate.Estate;
import dev.plumbline.estate.OutputName;
import dev.plumbline.estate.Reading;
import dev.plumbline.estate.Value;
import dev.plumbline.estate.blueprint.Blueprints;
import dev.plumbline.estate.read.EstateReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InitCommandTest {

    private static final List<String> ACCOUNTS = List.of(
            "dev=100000000001",
            "stage=100000000002",
            "prod=100000000003",
            "security=100000000004",
            "shared-services=100000000005");

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void init_ownNames_writesAValidEstateWithoutTheExamples() throws IOException {
        Path live = folder.resolve("live");

        assertThat(run(live, "umbrella", ACCOUNTS)).as(err.toString(UTF_8)).isZero();

        assertThat(err.toString(UTF_8)).contains("valid: 5 environments", "What to do next");
        assertThat(live.resolve("environments/dev.yaml"))
                .content()
                .contains("account: \"100000000001\"")
                .doesNotContain("111111111111");
        assertThat(everythingIn(live))
                .contains("organization: umbrella", "eu-central-1", "o-a1b2c3d4e5")
                .doesNotContain("acme", "eu-west-1", "o-plumbline01", "555555555555");
    }

    /**
     * ACM issues no certificate for a domain whose registrar does not refer to its zone, and CloudFormation waits for
     * it (User Guide, AWS::CertificateManager::Certificate): a first push that asks for one does not end.
     */
    @Test
    void init_firstPush_asksForNoCertificate() {
        Path live = folder.resolve("live");

        assertThat(run(live, "umbrella", ACCOUNTS)).as(err.toString(UTF_8)).isZero();

        assertThat(given(live, "dns", "Certificate")).hasSize(4).containsOnly(Value.text("false"));
        assertThat(err.toString(UTF_8)).contains("the registrar of umbrella.example", "the second push");
    }

    /**
     * The repository of its image is made by the first push, so no image can be there: its pods would wait with
     * ImagePullBackOff until the deadline of the rollout (Kubernetes, "Images").
     */
    @Test
    void init_firstPush_runsNoImageOfARepositoryThatItMakes() {
        Path live = folder.resolve("live");

        assertThat(run(live, "umbrella", ACCOUNTS)).as(err.toString(UTF_8)).isZero();

        assertThat(given(live, "application", "Image")).hasSize(3).containsOnly(Value.text(""));
        assertThat(err.toString(UTF_8)).contains("pushes its first image");
    }

    /**
     * GuardDuty takes which members it is switched on for from its delegated administrator alone, whom only the
     * management account designates (API reference, EnableOrganizationAdminAccount): the first wave would stall.
     */
    @Test
    void init_estateThatSwitchesGuardDutyOnForMembers_saysWhomToPutInCharge() {
        assertThat(run(folder.resolve("live"), "umbrella", ACCOUNTS))
                .as(err.toString(UTF_8))
                .isZero();

        assertThat(err.toString(UTF_8)).contains("bootstrap/organization.yaml GuardDutyAdministratorId=100000000004");
    }

    /** What the stacks of a blueprint are given for a parameter. */
    private static List<Value<OutputName>> given(Path live, String blueprint, String parameter) {
        if (!(new EstateReader(Blueprints.builtIn()).read(new LiveFolder(live).read())
                instanceof Reading.Valid(Estate estate))) {
            throw new AssertionError("not valid: " + live);
        }
        return estate.environments().values().stream()
                .flatMap(environment -> environment.stacks().values().stream())
                .filter(stack -> stack.blueprint().equals(blueprint))
                .map(stack -> requireNonNull(stack.parameters().get(parameter)).value())
                .toList();
    }

    @Test
    void init_accountMissing_writesNothingAndSaysWhich() {
        Path live = folder.resolve("live");

        assertThat(run(live, "umbrella", ACCOUNTS.subList(0, 3))).isEqualTo(1);

        assertThat(err.toString(UTF_8))
                .contains(
                        "there is no account for security, shared-services", "--account security=ID --account shared-");
        assertThat(live).doesNotExist();
    }

    @Test
    void init_environmentThatIsNotThere_saysWhichAre() {
        List<String> accounts = new ArrayList<>(ACCOUNTS);
        accounts.add("qa=100000000006");

        assertThat(run(folder, "umbrella", accounts)).isEqualTo(1);

        assertThat(err.toString(UTF_8)).contains("there is no environment qa to copy", "dev, prod, security");
    }

    @Test
    void init_accountOfElevenDigits_isRefused() {
        List<String> accounts = new ArrayList<>(ACCOUNTS.subList(1, 5));
        accounts.add("dev=10000000001");

        assertThat(run(folder, "umbrella", accounts)).isEqualTo(1);

        assertThat(err.toString(UTF_8)).contains("the account of dev is not a number of twelve digits: 10000000001");
    }

    @Test
    void init_folderWithFiles_isLeftAlone() throws IOException {
        Files.writeString(folder.resolve("mine.txt"), "mine");

        assertThat(run(folder, "umbrella", ACCOUNTS)).isEqualTo(1);

        assertThat(err.toString(UTF_8)).contains("is not empty");
        assertThat(folder).isDirectoryNotContaining("glob:**/plumbline.yaml");
    }

    @Test
    void init_nameThatIsNone_saysWhereItStands() {
        assertThat(run(folder.resolve("live"), "Umbrella Inc", ACCOUNTS)).isEqualTo(1);

        assertThat(out.toString(UTF_8)).contains("plumbline.yaml:2:", "WRONG_NAME");
    }

    /** GovCloud and China have IAM, Route 53 and GuardDuty at other endpoints (botocore's partitions.json). */
    @Test
    void init_regionOfAnotherPartition_writesNothing() {
        Path live = folder.resolve("live");

        assertThat(run(live, "umbrella", "us-gov-west-1", ACCOUNTS)).isEqualTo(1);

        assertThat(err.toString(UTF_8))
                .contains("us-gov-west-1 is in the partition aws-us-gov, in which Plumbline does not run");
        assertThat(live).doesNotExist();
    }

    private int run(Path live, String organization, List<String> accounts) {
        return run(live, organization, "eu-central-1", accounts);
    }

    private int run(Path live, String organization, String region, List<String> accounts) {
        List<String> words = new ArrayList<>(
                List.of("init", live.toString(), "--organization", organization, "--organization-id", "o-a1b2c3d4e5"));
        words.addAll(List.of("--domain", "umbrella.example", "--region", region));
        accounts.forEach(account -> words.addAll(List.of("--account", account)));
        Console console = new Console(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), false);
        return Plumbline.commandLine(console).execute(words.toArray(String[]::new));
    }

    private static String everythingIn(Path folder) throws IOException {
        StringBuilder text = new StringBuilder();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                text.append(Files.readString(file));
            }
        }
        return text.toString();
    }
}
