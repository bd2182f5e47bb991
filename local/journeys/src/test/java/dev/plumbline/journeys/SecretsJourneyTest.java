package dev.plumbline.journeys;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plumbline.accounts.ledger.Outcome;
import dev.plumbline.accounts.session.Session;
import dev.plumbline.cli.local.LocalAccount;
import dev.plumbline.cli.verify.StackVerdict;
import dev.plumbline.estate.StackKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sfn.SfnClient;

/**
 * What a run writes down, wherever that is, holds no secret: of a good commit, of an invalid one and of a failure. A
 * secret of the example rotates.
 */
@ExtendWith(LocalDefault.class)
class SecretsJourneyTest {

    /** The words of a secret's JSON that are long enough to be one. */
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9+/=_-]{16,}");

    private static final String SECRET = "shop/session-key";
    private static final String REGION = "eu-west-1";
    private static final long LONG_AGO = 1_700_000_000;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Journey journey;

    SecretsJourneyTest(Journey journey) {
        this.journey = journey;
    }

    @Test
    void secret_ofTheWebhook_isNowhereToBeRead() {
        journey.restore();
        assertThat(journey.push(retention(14)).outcome()).isEqualTo(Outcome.DEPLOYED);
        assertThat(journey.push(retention(0)).outcome()).isEqualTo(Outcome.INVALID);
        List<String> secrets = secrets();

        Map<String, String> written = written();

        assertThat(secrets).isNotEmpty();
        assertThat(written.keySet())
                .anyMatch(name -> name.contains("webhook"))
                .anyMatch(name -> name.contains("push-"));
        written.forEach((name, text) -> assertThat(secrets.stream().filter(text::contains))
                .as("secrets in %s", name)
                .isEmpty());
    }

    @Test
    void secret_thatHasNotRotated_isToldOfUntilTheDayOfItsScheduleHasReplacedIt() {
        journey.restore();
        Map<String, String> before = stages();
        assertThat(verdict().healthy()).as(verdict().reason()).isTrue();
        journey.disturb(LocalAccount.DEV, "session-key", "Secret", Map.of("set", Map.of("LastRotatedDate", LONG_AGO)));
        assertThat(verdict().findings())
                .filteredOn(finding -> !finding.ok())
                .singleElement()
                .satisfies(finding -> assertThat(finding.seen()).contains("last rotated at 2023-11-14"));

        int due = journey.organization().emulator().fire(LocalAccount.DEV.id(), REGION, SECRET);

        assertThat(due).isEqualTo(1);
        await().atMost(PATIENCE)
                .until(() -> dev().describeSecret(request -> request.secretId(SECRET))
                        .lastRotatedDate()
                        .isAfter(Instant.ofEpochSecond(LONG_AGO)));
        assertThat(stages())
                .containsEntry("AWSPREVIOUS", before.get("AWSCURRENT"))
                .doesNotContainEntry("AWSCURRENT", before.get("AWSCURRENT"));
        assertThat(verdict().healthy()).as(verdict().reason()).isTrue();
    }

    /** What verification finds of the example's secret in dev. */
    private StackVerdict verdict() {
        StackKey stack = Journey.stack(LocalAccount.DEV, "session-key");
        return requireNonNull(
                Verdicts.of(journey.organization(), Stream.of(stack)).get(stack));
    }

    /** The version of each stage of the example's secret. */
    private Map<String, String> stages() {
        Map<String, String> versions = new TreeMap<>();
        dev().describeSecret(request -> request.secretId(SECRET))
                .versionIdsToStages()
                .forEach((version, stages) -> stages.forEach(stage -> versions.put(stage, version)));
        return versions;
    }

    private SecretsManagerClient dev() {
        return journey.administrator(LocalAccount.DEV)
                .client(SecretsManagerClient.class, SecretsManagerClient::builder);
    }

    private LiveTree retention(int days) {
        return journey.baseline().replace("dev", "FlowLogRetentionDays: 7", "FlowLogRetentionDays: " + days);
    }

    private List<String> secrets() {
        String held = hub().client(SecretsManagerClient.class, SecretsManagerClient::builder)
                .getSecretValue(request -> request.secretId("plumbline/webhook"))
                .secretString();
        return WORD.matcher(held).results().map(MatchResult::group).toList();
    }

    /** Logs, histories and the ledger, from which messages and commit statuses are made, by their names. */
    private Map<String, String> written() {
        Map<String, String> written = new TreeMap<>();
        try (Stream<Path> files = Files.walk(journey.organization().home().logs())) {
            files.filter(Files::isRegularFile).forEach(file -> written.put(file.toString(), text(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        SfnClient machines = hub().client(SfnClient.class, SfnClient::builder);
        machines.listStateMachines().stateMachines().stream()
                .flatMap(
                        machine -> machines
                                .listExecutions(request -> request.stateMachineArn(machine.stateMachineArn()))
                                .executions()
                                .stream())
                .forEach(execution -> written.put(
                        execution.executionArn(),
                        machines.describeExecution(request -> request.executionArn(execution.executionArn()))
                                + machines.getExecutionHistory(request -> request.executionArn(execution.executionArn())
                                                .includeExecutionData(true))
                                        .toString()));
        DynamoDbClient table = hub().client(DynamoDbClient.class, DynamoDbClient::builder);
        written.put(
                "the ledger",
                table
                        .scanPaginator(request ->
                                request.tableName(journey.organization().output("Table")))
                        .items()
                        .stream()
                        .toList()
                        .toString());
        return written;
    }

    private static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Session hub() {
        return journey.administrator(LocalAccount.hub());
    }
}
