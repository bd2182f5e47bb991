package dev.plumbline.estate.blueprint;

import static dev.plumbline.estate.ProblemCode.EXPRESSION_INVALID;
import static dev.plumbline.estate.ProblemCode.METADATA_INVALID;
import static dev.plumbline.estate.ProblemCode.MISSING_KEY;
import static dev.plumbline.estate.ProblemCode.RESOURCE_NOT_READABLE;
import static dev.plumbline.estate.ProblemCode.TEMPLATE_INVALID;
import static dev.plumbline.estate.ProblemCode.TEMPLATE_LIMIT;
import static dev.plumbline.estate.ProblemCode.TEMPLATE_PARAMETER;
import static dev.plumbline.estate.ProblemCode.UNKNOWN_KEY;
import static dev.plumbline.estate.ProblemCode.UNKNOWN_OUTPUT;
import static dev.plumbline.estate.ProblemCode.UNKNOWN_PARAMETER;
import static dev.plumbline.estate.ProblemCode.UNKNOWN_PROBE;
import static dev.plumbline.estate.ProblemCode.UNKNOWN_RESOURCE;
import static dev.plumbline.estate.ProblemCode.WRONG_TYPE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.estate.AwsMove;
import dev.plumbline.estate.Blueprint;
import dev.plumbline.estate.Check;
import dev.plumbline.estate.Problem;
import dev.plumbline.estate.ProblemCode;
import dev.plumbline.estate.Problems;
import dev.plumbline.estate.patching.PatchKind;
import dev.plumbline.estate.patching.Patchable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TemplateReaderTest {

    /** {@code plumbline-execution} is denied IAM outside the estate's names and path: bootstrap/member-deploy.yaml. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "RoleName: administrator",
                "RoleName: !Ref Name",
                "RoleName: !Sub \"${Name}-estate-x\"",
                "{ Path: /people/, RoleName: administrator }",
                "{ Path: !Ref Name, RoleName: administrator }",
                "{ Path: /estates/, RoleName: administrator }"
            })
    void read_roleOutsideTheEstate_isRefused(String properties) {
        assertThat(problemsOfRole(properties))
                .extracting(Problem::code)
                .containsExactly(ProblemCode.PRINCIPAL_NOT_OF_ESTATE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "RoleName: estate-administrator",
                "RoleName: !Sub estate-${Name}",
                "RoleName: { Fn::Sub: [\"estate-${X}\", { X: y }] }",
                "{ Path: /estate/, RoleName: administrator }",
                "{ Path: /estate/people/, RoleName: !Ref Name }"
            })
    void read_roleOfTheEstate_isTaken(String properties) {
        assertThat(problemsOfRole(properties)).isEmpty();
    }

    private static List<Problem> problemsOfRole(String properties) {
        Problems problems = new Problems();
        new TemplateReader(new TransformRules.Listed(Set.of()), problems)
                .read("own", Blueprint.OWN, "blueprints/own.yaml", """
                        Parameters:
                          Name: { Type: String }
                        Resources:
                          Role:
                            Type: AWS::IAM::Role
                            Properties: %s
                        """.formatted(
                                properties.startsWith("{") ? properties : "\n      " + properties)
                        .getBytes(UTF_8));
        return problems.all();
    }

    private static final String TEMPLATE = """
            AWSTemplateFormatVersion: "2010-09-09"
            Metadata:
              AWS::CloudFormation::Interface: {}
              Plumbline:
                Checks:
                  - Id: encrypted
                    Resource: Topic
                    Expect: $exists(KmsMasterKeyId) and $parameters.Name = $outputs.TopicName
                    Says: The topic is encrypted
                    Seen: KmsMasterKeyId
                  - Id: nat
                    Probe: nat-gateways-available
                    With: { VpcId: $outputs.TopicName }
                Stateful: [Topic]
                Windowed: [Engine]
                Patches:
                  servers: { Group: TopicName }
            Parameters:
              Name: { Type: String, Default: x, AllowedPattern: "[a-z]+" }
              Engine: { Type: Number, MinValue: 1 }
            Conditions:
              HasPolicy: !Equals [!Ref Name, x]
            Resources:
              Topic:
                Type: AWS::SNS::Topic
                Condition: HasPolicy
              Policy:
                Type: AWS::SNS::TopicPolicy
              Fn::ForEach::More: [X, [a], {}]
            Outputs:
              TopicName: { Value: !GetAtt Topic.TopicName }
            """;

    private final Problems problems = new Problems();

    private Optional<Blueprint> read(String template) {
        return new TemplateReader(new TransformRules.Listed(Set.of()), problems)
                .read("topic", Blueprint.OWN, "blueprints/topic.yaml", template.getBytes(UTF_8));
    }

    @Test
    void read_template_isKnownByWhatItTakesAndGives() {
        Blueprint blueprint = read(TEMPLATE).orElseThrow();

        assertThat(problems.all()).isEmpty();
        assertThat(blueprint.parameters()).containsOnlyKeys("Name", "Engine");
        assertThat(blueprint.outputs()).containsExactly("TopicName");
        assertThat(blueprint.resources())
                .containsEntry("Topic", "AWS::SNS::Topic")
                .containsEntry("Policy", "AWS::SNS::TopicPolicy")
                .hasSize(2);
        assertThat(blueprint.stateful()).containsExactly("Topic");
        assertThat(blueprint.windowed()).containsExactly("Engine");
        assertThat(blueprint.patchables())
                .containsExactly(new Patchable(PatchKind.SERVERS, new TreeMap<>(Map.of("Group", "TopicName"))));
        assertThat(blueprint.checks()).hasSize(2);
        assertThat(((Check.Expectation) blueprint.checks().getFirst()).conditional())
                .isTrue();
    }

    private static final String MOVED = """
            Metadata:
              Plumbline:
                MovedByAws:
                  - { Resource: Data, Property: EngineVersion, Parameter: Version, Within: major-version }
                  - { Resource: Data, Property: AllocatedStorage, Parameter: Size, UpTo: Most }
            Parameters:
              Version: { Type: String }
              Size: { Type: Number }
              Most: { Type: Number }
            Conditions:
              HasVersion: !Not [!Equals [!Ref Version, ""]]
            Resources:
              Data:
                Type: AWS::RDS::DBInstance
                Properties:
                  EngineVersion: !If [HasVersion, !Ref Version, !Ref AWS::NoValue]
                  AllocatedStorage: { Ref: Size }
                  Engine: postgres
            """;

    @Test
    void read_whatAwsMoves_isKnownByResourcePropertyAndParameter() {
        assertThat(read(MOVED).orElseThrow().moves())
                .containsExactly(
                        new AwsMove(
                                "Data",
                                "AWS::RDS::DBInstance",
                                "EngineVersion",
                                "Version",
                                new AwsMove.Reach.SameMajorVersion()),
                        new AwsMove(
                                "Data",
                                "AWS::RDS::DBInstance",
                                "AllocatedStorage",
                                "Size",
                                new AwsMove.Reach.UpTo("Most")));
        assertThat(problems.all()).isEmpty();
    }

    static Stream<Arguments> wrongMoves() {
        return Stream.of(
                Arguments.of("Resource: Data, P", "Resource: Date, P", UNKNOWN_RESOURCE, "4:21", "Data"),
                Arguments.of("EngineVersion, P", "EngineVersio, P", METADATA_INVALID, "4:37", "EngineVersion"),
                Arguments.of(
                        "Property: EngineVersion", "Property: Engine", METADATA_INVALID, "4:56", "name the parameter"),
                Arguments.of("Parameter: Version", "Parameter: Versio", UNKNOWN_PARAMETER, "4:63", "Version"),
                Arguments.of("Parameter: Version", "Parameter: Size", METADATA_INVALID, "4:63", "name the parameter"),
                Arguments.of(
                        "Within: major-version",
                        "Within: minor-version",
                        METADATA_INVALID,
                        "4:80",
                        "Within: major-version"),
                Arguments.of(", Within: major-version", "", METADATA_INVALID, "4:9", "UpTo"),
                Arguments.of("UpTo: Most", "UpTo: Most, Within: major-version", METADATA_INVALID, "5:92", "UpTo"),
                Arguments.of("UpTo: Most", "UpTo: Mosd", UNKNOWN_PARAMETER, "5:78", "Most"),
                Arguments.of("UpTo: Most", "Upto: Most", UNKNOWN_KEY, "5:72", "UpTo"),
                Arguments.of("Property: AllocatedStorage, ", "", MISSING_KEY, "5:9", "property"),
                Arguments.of(
                        "AllocatedStorage, Parameter: Size",
                        "EngineVersion, Parameter: Version",
                        METADATA_INVALID,
                        "5:9",
                        ""));
    }

    @ParameterizedTest
    @MethodSource("wrongMoves")
    void read_wrongWordOnWhatAwsMoves_isReportedWhereItStands(
            String old, String changed, ProblemCode code, String at, String hint) {
        assertThat(MOVED).contains(old);

        read(MOVED.replaceFirst(Pattern.quote(old), changed));

        assertThat(problems.all()).anySatisfy(problem -> {
            assertThat(problem.code()).isEqualTo(code);
            assertThat(problem.position()).hasToString("blueprints/topic.yaml:" + at);
            assertThat(String.valueOf(problem)).contains(hint);
        });
    }

    @Test
    void read_ownNetworks_areThoseNamedSoUnlessListed() {
        String parameters = """
                Parameters: { CidrBlock: { Type: String }, Other: { Type: String } }
                Resources: { Topic: { Type: AWS::SNS::Topic } }
                """;

        assertThat(read(parameters).orElseThrow().networks()).containsExactly("CidrBlock");
        assertThat(read(parameters + "Metadata: { Plumbline: { Networks: [Other] } }\n")
                        .orElseThrow()
                        .networks())
                .containsExactly("Other");
        assertThat(problems.all()).isEmpty();
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                Arguments.of("Topic:\n    Type: AWS::SNS::Topic", "Topic:\n    Tpe: AWS::SNS::Topic", TEMPLATE_INVALID),
                Arguments.of("Type: Number, MinValue: 1", "Type: Numer", TEMPLATE_PARAMETER),
                Arguments.of("MinValue: 1", "MinValue: low", TEMPLATE_PARAMETER),
                Arguments.of("\"[a-z]+\"", "\"[a-z+\"", TEMPLATE_PARAMETER),
                Arguments.of("Default: x", "Default: [x]", TEMPLATE_PARAMETER),
                Arguments.of("Default: x", "Default: ", TEMPLATE_PARAMETER),
                Arguments.of("Default: x", "AllowedValues: x", TEMPLATE_PARAMETER),
                Arguments.of("Resource: Topic", "Resource: Topik", UNKNOWN_RESOURCE),
                Arguments.of("Resource: Topic", "Resource: Policy", RESOURCE_NOT_READABLE),
                Arguments.of("Stateful: [Topic]", "Stateful: [Topics]", UNKNOWN_RESOURCE),
                Arguments.of("Windowed: [Engine]", "Windowed: [Engin]", UNKNOWN_PARAMETER),
                Arguments.of("Windowed: [Engine]", "Window: [Engine]", UNKNOWN_KEY),
                Arguments.of("servers: {", "server: {", METADATA_INVALID),
                Arguments.of("{ Group: TopicName }", "{ Group: Topic }", METADATA_INVALID),
                Arguments.of("{ Group: TopicName }", "{}", MISSING_KEY),
                Arguments.of("{ Group: TopicName }", "{ Group: TopicName, Version: Engine }", UNKNOWN_KEY),
                Arguments.of("$exists(KmsMasterKeyId)", "$exists(KmsMasterKeyId", EXPRESSION_INVALID),
                Arguments.of("$parameters.Name", "$parameters.Nam", UNKNOWN_PARAMETER),
                Arguments.of("= $outputs.TopicName", "= $outputs.TopicNam", UNKNOWN_OUTPUT),
                Arguments.of("Seen: KmsMasterKeyId", "Seen: \"{\"", EXPRESSION_INVALID),
                Arguments.of("Seen: KmsMasterKeyId", "See: KmsMasterKeyId", UNKNOWN_KEY),
                Arguments.of("Id: nat", "Id: encrypted", METADATA_INVALID),
                Arguments.of("Id: nat", "Id: NAT gateways", METADATA_INVALID),
                Arguments.of("- Id: nat\n        Probe", "- Probe", MISSING_KEY),
                Arguments.of("Probe: nat-gateways-available", "Probe: nat-gateway-available", UNKNOWN_PROBE),
                Arguments.of("{ VpcId: $outputs.TopicName }", "{ Vpc: $outputs.TopicName }", UNKNOWN_PROBE),
                Arguments.of("{ VpcId: $outputs.TopicName }", "{ VpcId: $outputs.Topic }", UNKNOWN_OUTPUT),
                Arguments.of("{ VpcId: $outputs.TopicName }", "{ VpcId: [a] }", WRONG_TYPE),
                Arguments.of("Resources:", "Resource:", TEMPLATE_INVALID));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void read_wrongTemplate_isReported(String old, String changed, ProblemCode code) {
        assertThat(TEMPLATE).contains(old);

        read(TEMPLATE.replace(old, changed));

        assertThat(problems.all()).extracting(Problem::code).contains(code);
    }

    static Stream<Arguments> crowded() {
        return Stream.of(
                Arguments.of("Parameters", "{ Type: String, Default: x }", 201),
                Arguments.of("Outputs", "{ Value: x }", 201),
                Arguments.of("Resources", "{ Type: AWS::SNS::Topic }", 501));
    }

    @ParameterizedTest
    @MethodSource("crowded")
    void read_aboveTheLimitsOfCloudFormation_isReported(String section, String entry, int number) {
        String resources = section.equals("Resources") ? "" : "Resources: { Topic: { Type: AWS::SNS::Topic } }\n";

        read(resources + section + ":\n"
                + IntStream.range(0, number)
                        .mapToObj(each -> "  N" + each + ": " + entry)
                        .collect(Collectors.joining("\n")));

        assertThat(problems.all()).extracting(Problem::code).containsExactly(TEMPLATE_LIMIT);
    }

    @Test
    void find_pin_decidesTheVersion() {
        Blueprints blueprints = BlueprintSets.versions("1.0.0", "1.2.0", "2.0.0");

        assertThat(blueprints.find("topic", BlueprintSets.version("1.9.9")))
                .hasValueSatisfying(blueprint -> assertThat(blueprint.version()).isEqualTo("1.2.0"));
        assertThat(blueprints.find("topic", BlueprintSets.version("0.9.0"))).isEmpty();
        assertThat(blueprints.latest()).hasToString("2.0.0");
    }
}
