package dev.plumbline.estate.read;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.plumbline.estate.Reading;
import dev.plumbline.estate.Repositories;
import dev.plumbline.estate.blueprint.Blueprints;
import java.util.Map;
import java.util.TreeMap;

/** A small estate of two environments, and the blueprints that it uses. */
final class Fixture {

    static final Blueprints BLUEPRINTS = Blueprints.of(Map.of(
            "network/1.0.0",
            """
            Parameters:
              CidrBlock:
                Type: String
                AllowedPattern: "[0-9.]+/[0-9]+"
                ConstraintDescription: a block such as 10.0.0.0/16
              Zones: { Type: CommaDelimitedList, AllowedPattern: "[a-z]" }
              Label: { Type: String, Default: "" }
            Resources:
              Vpc: { Type: AWS::EC2::VPC }
            Outputs:
              VpcId: { Value: !Ref Vpc }
            """.getBytes(UTF_8),
            "app/1.1.0",
            """
            Parameters:
              VpcId: { Type: AWS::EC2::VPC::Id }
              Days: { Type: Number, AllowedValues: [1, 30, 365] }
              Weight: { Type: Number, Default: 1, MinValue: 1, MaxValue: 10 }
              Ports: { Type: List<Number> }
              Names: { Type: CommaDelimitedList, Default: x }
              Label: { Type: String, MinLength: 2, MaxLength: 10 }
              Password: { Type: String, NoEcho: true }
            Resources:
              Topic: { Type: AWS::SNS::Topic }
            Outputs:
              Url: { Value: x }
            """.getBytes(UTF_8),
            "later/1.2.0",
            "Resources: { Topic: { Type: AWS::SNS::Topic } }".getBytes(UTF_8)));

    private static final String ENVIRONMENT = """
            environment: NAME
            account: "ACCOUNT"
            stacks:
              network:
                blueprint: network
                parameters:
                  CidrBlock: BLOCK
              app:
                blueprint: app
                parameters:
                  VpcId: "${network.VpcId}"
                  Days: 30
                  Weight: 5
                  Ports: [80, 443]
                  Label: blue
                  Password: "{{resolve:secretsmanager:app}}"
            """;

    private Fixture() {}

    /** Returns its files. */
    static Map<String, String> files() {
        Map<String, String> files = new TreeMap<>();
        files.put("plumbline.yaml", """
                organization: acme
                blueprints: "1.1.0"
                waves: [[dev], [prod]]
                concurrency: 5
                defaults:
                  regions: [eu-west-1]
                  tags: { owner: platform }
                  parameters:
                    network: { Zones: [a, b] }
                  settings:
                    ebs-encryption-by-default: true
                policies: { approvals: always }
                """);
        files.put("environments/dev.yaml", environment("dev", "111111111111", "10.1.0.0/16"));
        files.put("environments/prod.yaml", environment("prod", "333333333333", "10.3.0.0/16"));
        return files;
    }

    /** Returns its files with one text replaced. */
    static Map<String, String> with(String file, String old, String changed) {
        Map<String, String> files = files();
        String text = files.getOrDefault(file, "");
        if (!text.contains(old)) {
            throw new IllegalArgumentException(file + " has no " + old);
        }
        int at = text.indexOf(old);
        files.put(file, text.substring(0, at) + changed + text.substring(at + old.length()));
        return files;
    }

    /** Reads files with its blueprints. */
    static Reading read(Map<String, String> files) {
        return new EstateReader(BLUEPRINTS).read(Repositories.of(files));
    }

    private static String environment(String name, String account, String block) {
        return ENVIRONMENT.replace("NAME", name).replace("ACCOUNT", account).replace("BLOCK", block);
    }
}
