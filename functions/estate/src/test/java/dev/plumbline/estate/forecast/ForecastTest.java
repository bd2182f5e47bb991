package dev.plumbline.estate.forecast;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.estate.Version;
import dev.plumbline.estate.blueprint.Blueprints;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

class ForecastTest {

    private static final Place PLACE = new Place("aws", "111111111111", "eu-west-1", "estate-app");

    @Test
    void functions_ofKnownValues_areWorkedOut() {
        String properties = """
                Sub: !Sub ["${AWS::AccountId}-${Name}-${Own}-${!Literal}", { Own: !Ref "AWS::Region" }]
                Join: !Join ["/", [a, !Ref Name]]
                Second: !Select [1, !Split [",", "x,y"]]
                Listed: !Select [1, !Ref Zones]
                Mapped: !FindInMap [Sizes, !Ref Name, Size]
                Chosen: !If [IsBlue, yes-it-is, no]
                LeftOut: !If [IsBlue, !Ref AWS::NoValue, no]
                Encoded: { "Fn::Base64": !Ref Name }
                Block: !Select [1, !Cidr [10.0.0.0/16, 2, 12]]
                """;

        Map<String, String> values = texts(only(template(properties), Map.of("Name", "blue", "Zones", "a, b")));

        assertThat(values)
                .containsEntry("Sub", "111111111111-blue-eu-west-1-${Literal}")
                .containsEntry("Join", "a/blue")
                .containsEntry("Second", "y")
                .containsEntry("Listed", "b")
                .containsEntry("Mapped", "7")
                .containsEntry("Chosen", "yes-it-is")
                .containsEntry("Encoded", "Ymx1ZQ==")
                .containsEntry("Block", "10.0.16.0/20")
                .doesNotContainKey("LeftOut");
    }

    @Test
    void functions_ofResources_areKnownAfterApply() {
        Map<String, String> values = texts(only(template("""
                Ref: !Ref Other
                Attribute: !GetAtt Other.Arn
                Inside: !Sub "x-${Other.Arn}"
                Imported: !ImportValue y
                """), Map.of("Name", "blue", "Zones", "a")));

        assertThat(values)
                .containsEntry("Ref", Forecast.KNOWN_AFTER_APPLY)
                .containsEntry("Attribute", Forecast.KNOWN_AFTER_APPLY)
                .containsEntry("Inside", "x-" + Forecast.KNOWN_AFTER_APPLY)
                .containsEntry("Imported", Forecast.KNOWN_AFTER_APPLY);
    }

    @Test
    void parameter_thatIsHidden_isNeverShown() {
        Map<String, String> values = texts(
                only(template("Password: !Ref Password"), Map.of("Name", "b", "Zones", "a", "Password", "hunter2")));

        assertThat(values).containsEntry("Password", Forecast.SECRET);
    }

    @Test
    void condition_ofWhatIsNotKnown_makesTheResourceUncertain() {
        List<FutureResource> resources =
                Forecast.of("a.yaml", template("A: !Ref Name").getBytes(UTF_8), Map.of("Zones", "a"), PLACE);

        assertThat(resources)
                .extracting(FutureResource::logicalId, FutureResource::certain)
                .containsExactly(Tuple.tuple("Topic", true), Tuple.tuple("Other", false));
    }

    @Test
    void condition_thatDoesNotHold_leavesTheResourceOut() {
        List<FutureResource> resources =
                Forecast.of("a.yaml", template("A: b").getBytes(UTF_8), Map.of("Name", "red", "Zones", "a"), PLACE);

        assertThat(resources).extracting(FutureResource::logicalId).containsExactly("Topic");
    }

    @Test
    void template_thatRefersToItself_ends() {
        String circular = """
                Conditions: { A: !Not [!Condition B], B: !Not [!Condition A] }
                Resources: { Topic: { Type: AWS::SNS::Topic, Condition: A } }
                """;

        assertThat(Forecast.of("a.yaml", circular.getBytes(UTF_8), Map.of(), PLACE))
                .extracting(FutureResource::certain)
                .containsExactly(false);
    }

    @Test
    void builtInNetwork_ofTwoZones_makesNoThirdSubnet() {
        byte[] template = Blueprints.builtIn()
                .find("vpc", Version.parse("1.0.0").orElseThrow())
                .orElseThrow()
                .template()
                .bytes();
        Map<String, String> parameters = Map.of(
                "VpcName",
                "dev",
                "CidrBlock",
                "10.10.0.0/16",
                "Zones",
                "a,b",
                "NatGateways",
                "one",
                "PeerCidrBlock",
                "");

        Map<String, FutureResource> resources = Forecast.of("vpc.yaml", template, parameters, PLACE).stream()
                .collect(Collectors.toMap(FutureResource::logicalId, resource -> resource));

        assertThat(resources).containsKey("PublicSubnetB").doesNotContainKey("PublicSubnetC");
        assertThat(texts(requireNonNull(resources.get("PublicSubnetA"))))
                .containsEntry("AvailabilityZone", "eu-west-1a");
    }

    private static FutureResource only(String template, Map<String, String> parameters) {
        return Forecast.of("a.yaml", template.getBytes(UTF_8), parameters, PLACE)
                .getFirst();
    }

    private static Map<String, String> texts(FutureResource resource) {
        Map<String, String> texts = new TreeMap<>();
        resource.properties()
                .properties()
                .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
        return texts;
    }

    private static String template(String properties) {
        return """
                Parameters:
                  Name: { Type: String }
                  Zones: { Type: CommaDelimitedList }
                  Password: { Type: String, NoEcho: true }
                Mappings: { Sizes: { blue: { Size: 7 } } }
                Conditions: { IsBlue: !Equals [!Ref Name, blue] }
                Resources:
                  Topic:
                    Type: AWS::SNS::Topic
                    Properties:
                PROPERTIES
                  Other: { Type: AWS::SNS::Topic, Condition: IsBlue }
                """.replace("PROPERTIES\n", properties.indent(6));
    }
}
