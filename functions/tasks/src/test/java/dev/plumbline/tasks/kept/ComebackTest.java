package dev.plumbline.tasks.kept;

import static dev.plumbline.tasks.PlansForTests.DEV;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.accounts.ledger.Kept;
import dev.plumbline.estate.StackKey;
import dev.plumbline.estate.forecast.Forecast;
import dev.plumbline.estate.forecast.Place;
import dev.plumbline.tasks.HubForTests;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What CloudFormation does not take up, and what of it a stack that comes back would put out of reach. */
class ComebackTest {

    private static final StackKey APP = new StackKey(DEV, "app");
    private static final String SECRET = "AWS::SecretsManager::Secret";
    private static final String ARN = "arn:aws:secretsmanager:eu-west-1:111111111111:secret:app/key-AbCdEf";
    private static final Kept KEY = kept("Key", ARN, SECRET, "app/key", Kept.KEPT);

    /** CreateSecret: ResourceExistsException; CloudFormation's handler: AlreadyExists. */
    @Test
    void of_nameOfASecretThatWasKept_isTakenAndSaysHowToGoOn() {
        Comeback comeback = comeback("{ Name: !Sub \"${Name}/key\" }", KEY);

        assertThat(comeback.blocked()).isTrue();
        assertThat(comeback.ways("plan again"))
                .anySatisfy(line -> assertThat(line).contains("app/key", ARN, "run push-0"))
                .anySatisfy(line -> assertThat(line).contains("another name", "Name of Key"))
                .anySatisfy(line -> assertThat(line).contains("account 111111111111", "then plan again"))
                .contains("aws secretsmanager delete-secret --secret-id " + ARN
                        + " --force-delete-without-recovery --region eu-west-1");
    }

    @Test
    void of_otherName_isFreeAndAsksNobody() {
        assertThat(comeback("{ Name: app/other }", KEY)).isEqualTo(Comeback.free(APP));
    }

    /** Also a stack of another name is refused what has the same identifier. */
    @Test
    void of_nameThatAnotherStackHasKept_isTaken() {
        Kept other = new Kept(
                new StackKey(DEV, "old"), "Other", ARN, SECRET, "app/key", Kept.KEPT, "push-0", HubForTests.NOW);

        assertThat(comeback("{ Name: app/key }", other).blocked()).isTrue();
    }

    @Test
    void of_sameNameOfAnotherType_isFree() {
        Kept group = kept("Key", "app/key", "AWS::Logs::LogGroup", "app/key", Kept.KEPT);

        assertThat(comeback("{ Name: app/key }", group)).isEqualTo(Comeback.free(APP));
    }

    @Test
    void of_dataUnderANameThatAwsMakes_isNoObstacleAndALoss() {
        Comeback comeback = comeback("{ Description: generated }", kept("Key", ARN, SECRET, "", Kept.KEPT));

        assertThat(comeback.blocked()).isFalse();
        assertThat(comeback.loss()).contains("anew", "Key (" + SECRET + ")", ARN);
    }

    @Test
    void of_whatHoldsNoData_isNoLoss() {
        Comeback comeback = Comeback.of(
                APP,
                Forecast.of("template.yaml", template("{ Description: generated }"), Map.of("Name", "app"), place()),
                Set.of(),
                List.of(kept("Key", ARN, SECRET, "", Kept.KEPT)));

        assertThat(comeback.loss()).isEmpty();
    }

    /** DeletionPolicy Snapshot: the name is free, and the new database is empty unless it is made from the snapshot. */
    @Test
    void of_snapshot_isALossUnlessItIsRestored() {
        Kept snapshot = kept("Key", "app", "AWS::RDS::DBInstance", "app", Kept.SNAPSHOTTED);

        assertThat(comeback("AWS::RDS::DBInstance", "{ DBInstanceIdentifier: app }", snapshot)
                        .loss())
                .contains("snapshotted by run push-0, of app");
        assertThat(comeback(
                        "AWS::RDS::DBInstance",
                        "{ DBInstanceIdentifier: app, DBSnapshotIdentifier: estate-app-snapshot }",
                        snapshot))
                .isEqualTo(Comeback.free(APP));
    }

    @Test
    void of_conditionThatIsNotKnownYet_leavesItToCloudFormation() {
        byte[] template = """
                Conditions: { Maybe: !Equals [!GetAtt Other.Arn, a] }
                Resources:
                  Key: { Type: %s, Condition: Maybe, Properties: { Name: app/key } }
                """.formatted(SECRET).getBytes(UTF_8);

        assertThat(Comeback.of(
                        APP, Forecast.of("template.yaml", template, Map.of(), place()), Set.of("Key"), List.of(KEY)))
                .isEqualTo(Comeback.free(APP));
    }

    @Test
    void ways_manyInTheWay_namesTheFirst() {
        List<Kept> many = IntStream.range(0, 9)
                .mapToObj(index -> kept("Key" + index, ARN + index, SECRET, "app/key", Kept.KEPT))
                .toList();

        assertThat(new Comeback(APP, many, List.of()).ways("plan again"))
                .filteredOn(line -> line.startsWith("aws "))
                .hasSize(5);
        assertThat(new Comeback(APP, many, List.of()).told("plan again")).contains("and 4 more", "plumbline orphans");
    }

    private static Comeback comeback(String properties, Kept kept) {
        return comeback(SECRET, properties, kept);
    }

    private static Comeback comeback(String type, String properties, Kept kept) {
        byte[] template = template(properties, type);
        return Comeback.of(
                APP,
                Forecast.of("template.yaml", template, Map.of("Name", "app"), place()),
                Set.of("Key"),
                List.of(kept));
    }

    private static byte[] template(String properties) {
        return template(properties, SECRET);
    }

    private static byte[] template(String properties, String type) {
        return """
                Parameters: { Name: { Type: String } }
                Resources:
                  Key: { Type: "%s", Properties: %s }
                """.formatted(type, properties).getBytes(UTF_8);
    }

    private static Place place() {
        return new Place("aws", DEV.account(), DEV.region(), APP.stackName());
    }

    private static Kept kept(String logicalId, String physicalId, String type, String name, String how) {
        return new Kept(APP, logicalId, physicalId, type, name, how, "push-0", HubForTests.NOW);
    }
}
