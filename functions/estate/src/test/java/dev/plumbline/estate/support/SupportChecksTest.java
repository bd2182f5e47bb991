package dev.plumbline.estate.support;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.estate.Reading;
import dev.plumbline.estate.Repositories;
import dev.plumbline.estate.SourceTree;
import dev.plumbline.estate.Warning;
import dev.plumbline.estate.blueprint.Blueprints;
import dev.plumbline.estate.read.EstateReader;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Days are given, never asked: no date alone changes what comes of these. */
final class SupportChecksTest {

    private static final LocalDate TODAY = LocalDate.parse("2026-12-01");

    private static final SupportTable TABLE = SupportTable.of("""
            # Invented, as far as these tests go.
            kubernetes 1.33        2026-07-29 https://example.com/eks
            kubernetes 1.34        2026-12-02 https://example.com/eks
            kubernetes 1.35        2027-05-30 https://example.com/eks
            kubernetes 1.36        2027-08-02 https://example.com/eks
            postgresql 13          2026-02-28 https://example.com/rds
            postgresql 17          2030-02-28 https://example.com/rds
            postgresql 17.4        2026-05-31 a notice of AWS
            postgresql 18          2031-02-28 https://example.com/rds
            lambda     nodejs20.x  2026-04-30 https://example.com/lambda
            lambda     nodejs24.x  2028-04-30 https://example.com/lambda
            lambda     python3.10  2026-10-31 https://example.com/lambda
            lambda     java25      2029-06-30 https://example.com/lambda
            """);

    private static final Blueprints BUILT_IN = Blueprints.of(Map.of("cluster/1.0.0", """
            Parameters:
              Version: { Type: String }
              ApplyVersion: { Type: String, Default: "" }
            Resources:
              Cluster:
                Type: AWS::EKS::Cluster
                Properties: { Version: !Ref Version }
              Nodes:
                Type: AWS::EKS::Nodegroup
                Properties: { Version: !If [HasOther, !Ref ApplyVersion, !Ref Version] }
              Function:
                Type: AWS::Lambda::Function
                Properties: { Runtime: python3.10 }
            """.getBytes(UTF_8)));

    private final Map<String, String> files = new TreeMap<>(Map.of(
            "plumbline.yaml",
            """
            organization: acme
            blueprints: "1.0.0"
            waves: [[dev], [prod]]
            defaults: { regions: [eu-west-1] }
            """,
            "environments/dev.yaml",
            environment("dev", 1),
            "environments/prod.yaml",
            environment("prod", 3)));

    private static String environment(String name, int digit) {
        return "environment: " + name + "\naccount: \""
                + Integer.toString(digit).repeat(12) + "\"\n";
    }

    private void stack(String environment, String blueprint, String parameters) {
        String file = "environments/" + environment + ".yaml";
        files.computeIfPresent(
                file,
                (name, text) -> text + (text.contains("stacks:") ? "" : "stacks:\n") + "  of-" + blueprint
                        + ":\n    blueprint: " + blueprint + "\n    parameters:" + parameters + "\n");
    }

    private List<String> warnings() {
        return warnings(Repositories.of(files), BUILT_IN, TABLE).stream()
                .map(Warning::toString)
                .toList();
    }

    private static List<Warning> warnings(SourceTree tree, Blueprints blueprints, SupportTable table) {
        return switch (new EstateReader(blueprints).read(tree)) {
            case Reading.Valid valid -> new SupportChecks(table, TODAY).of(valid.estate());
            case Reading.Refused refused -> throw new AssertionError(refused.toString());
        };
    }

    /** Returns what is said of a cluster of a version, the function of its blueprint apart. */
    private List<String> cluster(String version) {
        stack("dev", "cluster", "\n      Version: \"" + version + "\"");
        return warnings().stream()
                .filter(warning -> !warning.contains("python3.10"))
                .toList();
    }

    @Test
    void of_versionWhoseSupportEndsSoon_saysWhereWhenAndWhatInstead() {
        assertThat(cluster("1.34"))
                .containsExactly(
                        "environments/dev.yaml:7:7: WARN SUPPORT_ENDS AWS's standard support of Kubernetes 1.34"
                                + " ends on 2026-12-02 (1.36 is supported until 2027-08-02; see https://example.com/eks)");
    }

    @Test
    void of_versionWhoseSupportHasEnded_saysSo() {
        assertThat(cluster("1.33")).singleElement().asString().contains("Kubernetes 1.33 ended on 2026-07-29");
    }

    @Test
    void of_versionOlderThanTheTable_saysThatItEndedBefore() {
        assertThat(cluster("1.29")).singleElement().asString().contains("Kubernetes 1.29 ended before that of 1.33");
    }

    /** 180 days are warned of, and no more. */
    @ParameterizedTest
    @CsvSource({"1.35, 1", "1.36, 0", "1.40, 0"})
    void of_versionWithAWhileToGoOrNewerThanTheTable_isWarnedOfInTimeOnly(String version, int warnings) {
        assertThat(cluster(version)).hasSize(warnings);
    }

    @Test
    void of_versionAmongTheDefaults_isSaidOnceWhereItStands() {
        files.put("plumbline.yaml", files.get("plumbline.yaml") + """
                patching: { policy: none }
                """);
        files.computeIfPresent(
                "plumbline.yaml",
                (name, text) ->
                        text.replace("eu-west-1] }", "eu-west-1], parameters: { cluster: { Version: \"1.34\" } } }"));
        stack("dev", "cluster", " {}");
        stack("prod", "cluster", " {}");

        assertThat(warnings())
                .filteredOn(warning -> warning.contains("Kubernetes"))
                .singleElement()
                .asString()
                .startsWith("plumbline.yaml:4:");
    }

    @Test
    void of_builtInBlueprintThatUsesAnOldRuntime_isSaidOnceAtItsFirstStack() {
        stack("dev", "cluster", " { Version: \"1.36\" }");
        stack("prod", "cluster", " { Version: \"1.36\" }");

        assertThat(warnings())
                .containsExactly(
                        "environments/dev.yaml:4:3: WARN SUPPORT_ENDS AWS's standard support of the Lambda runtime"
                                + " python3.10 ended on 2026-10-31, which the built-in blueprint cluster 1.0.0 uses"
                                + " (raise blueprints in plumbline.yaml to a release that uses another; see https://example.com/lambda)");
    }

    @ParameterizedTest
    @CsvSource({
        "17.4, 'PostgreSQL 17.4 ended on 2026-05-31 (newer minor versions of 17 are supported until 2030-02-28; see a notice of AWS)'",
        "17.2, 'PostgreSQL 17.2 ended on 2026-05-31 (newer minor versions of 17'",
        "13.23, 'PostgreSQL 13.23 ended on 2026-02-28 (18 is supported until 2031-02-28; see https://example.com/rds)'",
        "12.22, 'PostgreSQL 12.22 ended before that of 13 (18 is supported'",
        "17.5, ''",
        "18.4, ''",
        "19.1, ''"
    })
    void of_databaseOfTheCompany_goesByMajorAndMinorVersions(String version, String said) {
        files.put("blueprints/data.yaml", """
                Parameters:
                  EngineVersion: { Type: String }
                Resources:
                  Database:
                    Type: AWS::RDS::DBInstance
                    Properties: { Engine: postgres, EngineVersion: !Ref EngineVersion }
                """);
        stack("dev", "data", " { EngineVersion: \"" + version + "\" }");

        if (said.isEmpty()) {
            assertThat(warnings()).isEmpty();
        } else {
            assertThat(warnings()).singleElement().asString().contains(said);
        }
    }

    @Test
    void of_databaseOfAnotherEngine_isLeftAlone() {
        files.put("blueprints/data.yaml", """
                Resources:
                  Database:
                    Type: AWS::RDS::DBInstance
                    Properties: { Engine: mysql, EngineVersion: "13.1" }
                """);
        stack("dev", "data", " {}");

        assertThat(warnings()).isEmpty();
    }

    @Test
    void of_runtimesInABlueprintOfTheCompany_saysTheLineOfTheTemplate() {
        files.put("blueprints/jobs.yaml", """
                Parameters:
                  Runtime: { Type: String, Default: nodejs20.x }
                Resources:
                  One:
                    Type: AWS::Lambda::Function
                    Properties:
                      Runtime: nodejs20.x
                  Two:
                    Type: AWS::Serverless::Function
                    Properties:
                      Runtime: { "Fn::If": [IsOld, python3.10, java25] }
                  Three:
                    Type: AWS::Lambda::Function
                    Properties:
                      Runtime: !Sub "${Runtime}"
                """);
        stack("dev", "jobs", " {}");
        stack("prod", "jobs", " {}");

        assertThat(warnings())
                .containsExactly(
                        "blueprints/jobs.yaml:2:3: " + node(),
                        "blueprints/jobs.yaml:7:16: " + node(),
                        "blueprints/jobs.yaml:11:36: WARN SUPPORT_ENDS AWS's standard support of the Lambda runtime python3.10"
                                + " ended on 2026-10-31 (see https://example.com/lambda)");
    }

    private static String node() {
        return "WARN SUPPORT_ENDS AWS's standard support of the Lambda runtime nodejs20.x ended on 2026-04-30"
                + " (nodejs24.x is supported until 2028-04-30; see https://example.com/lambda)";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"!GetAtt Other.Version", "{ \"Fn::GetAtt\": [Other, Version] }", "!Ref AWS::NoValue", "\"\""})
    void of_versionThatIsKnownOnceItIsDeployed_isLeftAlone(String version) {
        files.put("blueprints/own.yaml", """
                Resources:
                  Other: { Type: AWS::SNS::Topic }
                  Cluster:
                    Type: AWS::EKS::Cluster
                    Properties: { Version: VERSION }
                """.replace("VERSION", version));
        stack("dev", "own", " {}");

        assertThat(warnings()).isEmpty();
    }

    /** Of what AWS documented in August 2026, and of the day on which that was written into the example. */
    @Test
    void of_exampleEstate_onTheDayItWasWritten_isSilent() {
        assertThat(warnings(Repositories.folder("examples/live"), Blueprints.builtIn(), SupportTable.builtIn()))
                .isEmpty();
    }

    @Test
    void exampleEstate_clusters_haveTheVersionThatIsSupportedLongest() {
        String longest = SupportTable.builtIn()
                .instead(Product.KUBERNETES, "1.0", LocalDate.MIN)
                .orElseThrow()
                .version();

        assertThat(Repositories.folder("examples/live").files())
                .hasEntrySatisfying("environments/dev.yaml", dev -> says(dev, longest))
                .hasEntrySatisfying("environments/stage.yaml", stage -> says(stage, longest))
                .hasEntrySatisfying("environments/prod.yaml", prod -> says(prod, longest));
    }

    private static void says(byte[] file, String version) {
        assertThat(new String(file, UTF_8)).contains("      Version: \"" + version + "\"\n");
    }

    @Test
    void table_eachRow_isThereOnceAndHasASource() {
        List<SupportEnd> rows = SupportTable.builtIn().rows();

        assertThat(rows).extracting(row -> row.product() + " " + row.version()).doesNotHaveDuplicates();
        assertThat(rows).allSatisfy(row -> assertThat(row.source()).contains("https://"));
        assertThat(rows).extracting(SupportEnd::product).contains(Product.values());
    }
}
