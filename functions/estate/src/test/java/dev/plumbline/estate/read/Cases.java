package dev.plumbline.estate.read;

import static dev.plumbline.estate.ProblemCode.ACCOUNT_USED_TWICE;
import static dev.plumbline.estate.ProblemCode.BLUEPRINT_NOT_IN_PIN;
import static dev.plumbline.estate.ProblemCode.CYCLE;
import static dev.plumbline.estate.ProblemCode.DUPLICATE_KEY;
import static dev.plumbline.estate.ProblemCode.ENVIRONMENT_IN_TWO_WAVES;
import static dev.plumbline.estate.ProblemCode.ENVIRONMENT_NAME_DIFFERS;
import static dev.plumbline.estate.ProblemCode.MISSING_KEY;
import static dev.plumbline.estate.ProblemCode.MISSING_PARAMETER;
import static dev.plumbline.estate.ProblemCode.NO_REGION;
import static dev.plumbline.estate.ProblemCode.OVERLAPPING_CIDR;
import static dev.plumbline.estate.ProblemCode.PARAMETER_REFUSED;
import static dev.plumbline.estate.ProblemCode.PIN_UNKNOWN;
import static dev.plumbline.estate.ProblemCode.REFERENCE_MALFORMED;
import static dev.plumbline.estate.ProblemCode.REFERENCE_REGION;
import static dev.plumbline.estate.ProblemCode.REFERENCE_TO_LATER_WAVE;
import static dev.plumbline.estate.ProblemCode.SECRET_IN_REPOSITORY;
import static dev.plumbline.estate.ProblemCode.SYNTAX;
import static dev.plumbline.estate.ProblemCode.TAG_INVALID;
import static dev.plumbline.estate.ProblemCode.TAG_REFUSED;
import static dev.plumbline.estate.ProblemCode.UNKNOWN_BLUEPRINT;
import static dev.plumbline.estate.ProblemCode.UNKNOWN_ENVIRONMENT;
import static dev.plumbline.estate.ProblemCode.UNKNOWN_KEY;
import static dev.plumbline.estate.ProblemCode.UNKNOWN_OUTPUT;
import static dev.plumbline.estate.ProblemCode.UNKNOWN_PARAMETER;
import static dev.plumbline.estate.ProblemCode.UNKNOWN_REGION;
import static dev.plumbline.estate.ProblemCode.UNKNOWN_RESOURCE;
import static dev.plumbline.estate.ProblemCode.UNKNOWN_SETTING;
import static dev.plumbline.estate.ProblemCode.UNKNOWN_STACK;
import static dev.plumbline.estate.ProblemCode.UNSUPPORTED_PARTITION;
import static dev.plumbline.estate.ProblemCode.WRONG_ACCOUNT;
import static dev.plumbline.estate.ProblemCode.WRONG_NAME;
import static dev.plumbline.estate.ProblemCode.WRONG_REGION;
import static dev.plumbline.estate.ProblemCode.WRONG_TYPE;
import static dev.plumbline.estate.ProblemCode.WRONG_VALUE;

import dev.plumbline.estate.ProblemCode;
import java.util.List;

/** One change to {@link Fixture} each, and what comes of it; used for the reader and for the published schemas. */
final class Cases {

    private static final String ROOT = "plumbline.yaml";
    private static final String DEV = "environments/dev.yaml";
    private static final String PROD = "environments/prod.yaml";

    private Cases() {}

    /** Who refuses a case: the shape of a file is the schema's to judge too, what names lead to only the reader's. */
    enum Refused {
        BY_SHAPE,
        BY_MEANING
    }

    /**
     * A change that makes the fixture wrong.
     *
     * @param file the file that is changed
     * @param old the text that is replaced
     * @param changed what replaces it; § marks where the problem is reported
     * @param code the problem
     * @param says part of its message or hint
     * @param refused who refuses it
     */
    record Wrong(String file, String old, String changed, ProblemCode code, String says, Refused refused) {
        @Override
        public String toString() {
            return code + ": " + changed.strip().replace('\n', '|');
        }
    }

    /**
     * A change that leaves the fixture right.
     *
     * @param file the file that is changed
     * @param old the text that is replaced
     * @param changed what replaces it
     */
    record Right(String file, String old, String changed) {
        @Override
        public String toString() {
            return changed.strip().replace('\n', '|');
        }
    }

    private static Wrong shape(String file, String old, String changed, ProblemCode code, String says) {
        return new Wrong(file, old, changed, code, says, Refused.BY_SHAPE);
    }

    private static Wrong schedule(String schedules, String says) {
        return shape(ROOT, "concurrency: 5", "schedules: " + schedules, WRONG_VALUE, says);
    }

    private static Wrong window(String window, ProblemCode code, String says) {
        return shape(ROOT, "concurrency: 5", "patching: { windows: [{ " + window + " }] }", code, says);
    }

    private static String blackout(String from, String to) {
        return "patching: { blackouts: [{ from: " + from + ", to: " + to + ", reason: Christmas }] }";
    }

    private static Wrong meaning(String file, String old, String changed, ProblemCode code, String says) {
        return new Wrong(file, old, changed, code, says, Refused.BY_MEANING);
    }

    /** Returns the changes after which the root file is refused. */
    static List<Wrong> wrongRoot() {
        return List.of(
                shape(ROOT, "concurrency:", "§concurency:", UNKNOWN_KEY, "did you mean concurrency?"),
                shape(ROOT, "concurrency: 5", "concurrency: §0", WRONG_VALUE, "between 1 and 1000"),
                shape(ROOT, "concurrency: 5", "concurrency: §many", WRONG_TYPE, "a whole number"),
                shape(ROOT, "concurrency: 5", "concurrency: §2.5", WRONG_TYPE, "a whole number"),
                shape(ROOT, "organization: acme\n", "", MISSING_KEY, "organization"),
                shape(ROOT, "organization: acme", "organization: §Acme Inc", WRONG_NAME, "lower-case"),
                shape(ROOT, "organization: acme", "organization: §42", WRONG_TYPE, "in quotes"),
                shape(ROOT, "organization: acme", "organization:§", WRONG_TYPE, "not nothing"),
                shape(ROOT, "blueprints: \"1.1.0\"\n", "", MISSING_KEY, "blueprints"),
                shape(ROOT, "\"1.1.0\"", "§1.1", WRONG_TYPE, "in quotes"),
                shape(ROOT, "\"1.1.0\"", "§\"latest\"", WRONG_VALUE, "not a version"),
                meaning(ROOT, "\"1.1.0\"", "§\"1.2.1\"", PIN_UNKNOWN, "1.2.0"),
                shape(ROOT, "[[dev], [prod]]", "§[]", WRONG_VALUE, "no waves"),
                shape(ROOT, "[[dev], [prod]]", "[[dev], §prod]", WRONG_TYPE, "a list"),
                shape(ROOT, "[[dev], [prod]]", "§dev", WRONG_TYPE, "a list"),
                shape(ROOT, "[[dev], [prod]]", "[[dev, §7], [prod]]", WRONG_TYPE, "a text"),
                meaning(ROOT, "[[dev], [prod]]", "[[dev], [prod, §pord]]", UNKNOWN_ENVIRONMENT, "did you mean prod?"),
                meaning(ROOT, "[[dev], [prod]]", "[[dev], [prod, §dev]]", ENVIRONMENT_IN_TWO_WAVES, "wave 1"),
                shape(ROOT, "regions: [eu-west-1]", "regions: [eu-west-1, §Ireland]", WRONG_REGION, "eu-west-1"),
                shape(ROOT, "regions: [eu-west-1]", "regions: [eu-west-1, §eu-west-1]", WRONG_VALUE, "twice"),
                shape(ROOT, "owner: platform", "§aws:owner: platform", TAG_INVALID, "aws:"),
                shape(ROOT, "owner: platform", "owner: §\"a;b\"", TAG_INVALID, "owner"),
                shape(ROOT, "owner: platform", "owner: §[a]", WRONG_TYPE, "a text"),
                shape(ROOT, "owner: platform", "owner: §!secret platform", TAG_REFUSED, "!secret"),
                shape(ROOT, "approvals: always", "approvals: §sometimes", WRONG_VALUE, "never, destructive, always"),
                shape(ROOT, "approvals: always", "approvals-expire-after: §soon", WRONG_VALUE, "30m, 12h or 3d"),
                shape(ROOT, "approvals: always", "approvals-expire-after: §0h", WRONG_VALUE, "at most 7d"),
                shape(ROOT, "approvals: always", "approvals-expire-after: §8d", WRONG_VALUE, "at most 7d"),
                shape(ROOT, "approvals: always", "§aprovals: always", UNKNOWN_KEY, "did you mean approvals?"),
                shape(ROOT, "approvals: always", "drift: §undo", WRONG_VALUE, "revert, ask, report, ignore"),
                shape(ROOT, "approvals: always", "§resources: { Vpc: { drift: ask } }", UNKNOWN_KEY, "policies"),
                shape(ROOT, "approvals: always", "transforms: [§\"*\"]", WRONG_VALUE, "no patterns"),
                shape(DEV, "stacks:", "policies: { §transforms: [Rewrite] }\nstacks:", UNKNOWN_KEY, "policies"),
                shape(
                        ROOT,
                        "approvals: always",
                        "approvers: [§alice]",
                        WRONG_VALUE,
                        "arn:aws:iam::555555555555:role/approvers"),
                shape(ROOT, "approvals: always", "approvers: [§\"arn:aws:iam::5:role/x\"]", WRONG_VALUE, "no patterns"),
                shape(
                        DEV,
                        "stacks:",
                        "policies: { approvers: [§\"arn:aws:iam::555555555555:role/*\"] }\nstacks:",
                        WRONG_VALUE,
                        "no patterns"),
                shape(DEV, "stacks:", "policies: { approvers: §[] }\nstacks:", WRONG_VALUE, "whoever may call"),
                shape(DEV, "stacks:", "policies: { approvers: §alice }\nstacks:", WRONG_TYPE, "a list"),
                shape(
                        DEV,
                        "blueprint: network",
                        "blueprint: network\n    policies: { §approvers: [\"arn:aws:iam::555555555555:role/a\"] }",
                        UNKNOWN_KEY,
                        "policies"),
                schedule("{ reconcile: §daily }", "neither rate"),
                schedule("{ reconcile: §rate(1 days) }", "1 day"),
                schedule("{ catch-up: §rate(2 hour) }", "2 hours"),
                schedule("{ catch-up: { expression: §cron(0 5 * * *) } }", "six fields"),
                meaning(
                        ROOT,
                        "concurrency: 5",
                        "schedules: { catch-up: §cron(61 5 * * ? *) }",
                        WRONG_VALUE,
                        "0 and 59"),
                meaning(
                        ROOT,
                        "concurrency: 5",
                        "schedules: { catch-up: §cron(0 5 * * * *) }",
                        WRONG_VALUE,
                        "exactly one of the day"),
                meaning(
                        ROOT,
                        "concurrency: 5",
                        "schedules: { catch-up: §cron(0 5 ? * MOON *) }",
                        WRONG_VALUE,
                        "day of week cannot be MOON"),
                meaning(
                        ROOT,
                        "concurrency: 5",
                        "schedules: { reconcile: { expression: rate(1 day), time-zone: §Berlin } }",
                        WRONG_VALUE,
                        "Europe/Berlin"),
                schedule("{ reconcile: { expression: rate(1 day), jitter: §1441 } }", "0 and 1440"),
                shape(ROOT, "concurrency: 5", "schedules: { reconcile: §{ jitter: 5 } }", MISSING_KEY, "expression"),
                shape(ROOT, "concurrency: 5", "schedules: { §reconile: rate(1 day) }", UNKNOWN_KEY, "reconcile"),
                shape(ROOT, "concurrency: 5", "patching: { policy: §minr }", WRONG_VALUE, "did you mean minor?"),
                shape(ROOT, "concurrency: 5", "patching: { §window: [] }", UNKNOWN_KEY, "windows"),
                shape(ROOT, "concurrency: 5", "patching: { bake: §8d }", WRONG_VALUE, "at most 7d"),
                shape(ROOT, "concurrency: 5", "patching: { §hold: { Label: x } }", UNKNOWN_KEY, "hold"),
                window("opens: §rate(1 day), duration: 4h, time-zone: UTC", WRONG_VALUE, "cron(0 2 ? * SUN *)"),
                window("opens: cron(0 2 ? * SUN *), duration: §49h, time-zone: UTC", WRONG_VALUE, "at most 2d"),
                shape(
                        ROOT,
                        "concurrency: 5",
                        "patching: { windows: [§{ opens: cron(0 2 ? * SUN *), duration: 4h }] }",
                        MISSING_KEY,
                        "time-zone"),
                meaning(
                        ROOT,
                        "concurrency: 5",
                        "patching: { windows: [{ opens: cron(0 2 ? * SUN *), duration: 4h, time-zone: §Mars }] }",
                        WRONG_VALUE,
                        "Europe/Berlin"),
                meaning(ROOT, "concurrency: 5", blackout("\"2027-01-06\"", "§\"2026-12-20\""), WRONG_VALUE, "last day"),
                meaning(ROOT, "concurrency: 5", blackout("§\"2026-13-20\"", "\"2027-01-06\""), WRONG_VALUE, "a date"),
                shape(ROOT, "ebs-encryption-by-default: true", "ebs-encryption-by-default: §yes", WRONG_VALUE, "true"),
                shape(
                        ROOT,
                        "ebs-encryption-by-default: true",
                        "§ebs-encryption: true",
                        UNKNOWN_SETTING,
                        "ebs-encryption-by-default"),
                shape(ROOT, "settings:", "§setings:", UNKNOWN_KEY, "did you mean settings?"),
                meaning(ROOT, "network: {", "§netwrok: {", UNKNOWN_BLUEPRINT, "did you mean network?"),
                meaning(ROOT, "{ Zones:", "{ §Zone:", UNKNOWN_PARAMETER, "did you mean Zones?"),
                meaning(ROOT, "{ Zones: [a, b] }", "{ §Zones: [a, bb] }", PARAMETER_REFUSED, "does not match"));
    }

    /** Returns the changes after which an environment is refused because of itself. */
    static List<Wrong> wrongEnvironment() {
        return List.of(
                shape(DEV, "account: \"111111111111\"\n", "", MISSING_KEY, "account"),
                shape(DEV, "stacks:", "schedules: { §catch-up: rate(1 day) }\nstacks:", UNKNOWN_KEY, "schedules"),
                meaning(
                        DEV,
                        "blueprint: network",
                        "blueprint: network\n    policies: { resources: { §Vcp: { drift: ask } } }",
                        UNKNOWN_RESOURCE,
                        "did you mean Vpc?"),
                meaning(
                        DEV,
                        "blueprint: network",
                        "blueprint: network\n    patching: { hold: { §Label: blue } }",
                        UNKNOWN_PARAMETER,
                        "it changes none there"),
                shape(DEV, "\"111111111111\"", "§111111111111", WRONG_ACCOUNT, "in quotes"),
                shape(DEV, "\"111111111111\"", "§\"1111\"", WRONG_ACCOUNT, "twelve digits"),
                meaning(
                        PROD,
                        "\"333333333333\"",
                        "§\"111111111111\"",
                        ACCOUNT_USED_TWICE,
                        "environments/dev.yaml:2:10"),
                meaning(
                        DEV,
                        "environment: dev",
                        "environment: §test",
                        ENVIRONMENT_NAME_DIFFERS,
                        "environments/test.yaml"),
                shape(DEV, "environment: dev\n", "", MISSING_KEY, "environment"),
                shape(DEV, "stacks:", "regions: [§nowhere]\nstacks:", WRONG_REGION, "nowhere"),
                shape(DEV, "stacks:", "regions: [§us-gov-west-1]\nstacks:", UNSUPPORTED_PARTITION, "aws-us-gov"),
                shape(ROOT, "regions: [eu-west-1]", "regions: [§cn-north-1]", UNSUPPORTED_PARTITION, "aws-cn"),
                shape(ROOT, "regions: [eu-west-1]", "regions: [§eusc-de-east-1]", UNSUPPORTED_PARTITION, "aws-eusc"),
                shape(DEV, "environment: dev", "§regions: []\nenvironment: dev", NO_REGION, "no region"),
                shape(DEV, "stacks:", "§stack:", UNKNOWN_KEY, "did you mean stacks?"),
                shape(DEV, "stacks:", "settings:§\nstacks:", WRONG_TYPE, "settings"),
                shape(DEV, "stacks:", "settings: { default-security-group: §open }\nstacks:", WRONG_VALUE, "closed"),
                shape(DEV, "blueprint: network", "§blueprnt: network", UNKNOWN_KEY, "did you mean blueprint?"),
                shape(DEV, "  network:", "  §Net_work:", WRONG_NAME, "a stack"),
                meaning(DEV, "blueprint: network", "blueprint: §netwrk", UNKNOWN_BLUEPRINT, "did you mean network?"),
                meaning(DEV, "blueprint: network", "blueprint: §later", BLUEPRINT_NOT_IN_PIN, "1.1.0"),
                shape(DEV, "blueprint: network", "blueprint: network\n    wave: §0", WRONG_VALUE, "between 1 and 99"),
                meaning(
                        DEV,
                        "blueprint: network",
                        "blueprint: network\n    regions: §[us-east-1]",
                        UNKNOWN_REGION,
                        "known: eu-west-1"),
                shape(
                        DEV,
                        "blueprint: network",
                        "blueprint: network\n    regions: [eu-west-1]\n    exclude-regions: §[]",
                        WRONG_VALUE,
                        "keep one"),
                meaning(DEV, "  network:", "  §network:\n    exclude-regions: [eu-west-1]", NO_REGION, "left without"),
                shape(DEV, "stacks:", "stacks:\n  empty:§", WRONG_TYPE, "not nothing"),
                shape(DEV, "account:", "account: \"111111111111\"\n§account:", DUPLICATE_KEY, "line 2"),
                shape(DEV, "environment: dev", "environment: [dev", SYNTAX, ""));
    }

    /** Returns the changes after which a value is refused. */
    static List<Wrong> wrongValues() {
        return List.of(
                meaning(
                        DEV,
                        "CidrBlock: 10.1.0.0/16",
                        "§CidrBlok: 10.1.0.0/16",
                        UNKNOWN_PARAMETER,
                        "did you mean CidrBlock?"),
                meaning(
                        DEV,
                        "  network:\n    blueprint: network\n    parameters:\n      CidrBlock: 10.1.0.0/16\n",
                        "  §network:\n    blueprint: network\n",
                        MISSING_PARAMETER,
                        "CidrBlock"),
                meaning(
                        DEV,
                        "CidrBlock: 10.1.0.0/16",
                        "§CidrBlock: 10.1.0.0",
                        PARAMETER_REFUSED,
                        "a block such as 10.0.0.0/16"),
                meaning(
                        DEV,
                        "CidrBlock: 10.1.0.0/16",
                        "§CidrBlock: [10.1.0.0/16, 10.2.0.0/16]",
                        PARAMETER_REFUSED,
                        "does not match"),
                shape(DEV, "CidrBlock: 10.1.0.0/16", "CidrBlock:§", WRONG_TYPE, "has no value"),
                meaning(DEV, "Days: 30", "§Days: 31", PARAMETER_REFUSED, "1, 30, 365"),
                meaning(DEV, "Days: 30", "§Days: a month", PARAMETER_REFUSED, "no Number"),
                meaning(DEV, "Days: 30", "§Days: { a: 1 }", PARAMETER_REFUSED, "mapping"),
                meaning(DEV, "Weight: 5", "§Weight: 11", PARAMETER_REFUSED, "above 10"),
                meaning(DEV, "Weight: 5", "§Weight: 0.5", PARAMETER_REFUSED, "below 1"),
                meaning(DEV, "Ports: [80, 443]", "§Ports: [80, https]", PARAMETER_REFUSED, "List<Number>"),
                meaning(DEV, "Ports: [80, 443]", "§Ports: 80,https", PARAMETER_REFUSED, "List<Number>"),
                meaning(DEV, "Label: blue", "§Label: b", PARAMETER_REFUSED, "shorter than 2"),
                meaning(DEV, "Label: blue", "§Label: bluebluebluebl", PARAMETER_REFUSED, "longer than 10"),
                meaning(DEV, "VpcId: \"${network.VpcId}\"", "§VpcId: my-vpc", PARAMETER_REFUSED, "AWS::EC2::VPC::Id"),
                meaning(
                        DEV,
                        "Password: \"{{resolve:secretsmanager:app}}\"",
                        "§Password: hunter2",
                        SECRET_IN_REPOSITORY,
                        "Secrets Manager"));
    }

    /** Returns the changes after which a reference leads nowhere, or a network overlaps. */
    static List<Wrong> wrongReferences() {
        return List.of(
                meaning(
                        DEV,
                        "VpcId: \"${network.VpcId}\"",
                        "§VpcId: \"${netwrok.VpcId}\"",
                        UNKNOWN_STACK,
                        "did you mean network?"),
                meaning(
                        DEV,
                        "VpcId: \"${network.VpcId}\"",
                        "§VpcId: \"${network.VpcID2}\"",
                        UNKNOWN_OUTPUT,
                        "did you mean VpcId?"),
                meaning(
                        DEV,
                        "VpcId: \"${network.VpcId}\"",
                        "§VpcId: \"${test/network.VpcId}\"",
                        UNKNOWN_ENVIRONMENT,
                        "known: dev, prod"),
                meaning(
                        DEV,
                        "VpcId: \"${network.VpcId}\"",
                        "§VpcId: \"${network@us-east-1.VpcId}\"",
                        REFERENCE_REGION,
                        "${network@eu-west-1.VpcId}"),
                meaning(
                        DEV,
                        "VpcId: \"${network.VpcId}\"",
                        "VpcId: §\"${network}\"",
                        REFERENCE_MALFORMED,
                        "${stack.Output}"),
                meaning(DEV, "VpcId: \"${network.VpcId}\"", "VpcId: §\"${AWS::Region}\"", REFERENCE_MALFORMED, "$${"),
                meaning(
                        DEV,
                        "VpcId: \"${network.VpcId}\"",
                        "VpcId: §\"${network.VpcId\"",
                        REFERENCE_MALFORMED,
                        "${stack.Output}"),
                meaning(
                        DEV,
                        "VpcId: \"${network.VpcId}\"",
                        "§VpcId: \"${prod/network.VpcId}\"",
                        REFERENCE_TO_LATER_WAVE,
                        "wave 2, after"),
                meaning(DEV, "VpcId: \"${network.VpcId}\"", "§VpcId: \"${app.Url}\"", CYCLE, "app -> app"),
                meaning(
                        DEV,
                        "CidrBlock: 10.1.0.0/16",
                        "CidrBlock: 10.1.0.0/16\n      Label: \"${app.Url}\"",
                        CYCLE,
                        "app -> network -> app"),
                meaning(PROD, "10.3.0.0/16", "10.1.128.0/17", OVERLAPPING_CIDR, "10.1.0.0/16 of dev/network"));
    }

    /** Returns the changes after which everything is still right. */
    static List<Right> right() {
        return List.of(
                new Right(ROOT, "concurrency: 5\n", ""),
                new Right(ROOT, "policies: { approvals: always }", "policies: {}"),
                new Right(ROOT, "approvals: always", "approvals-expire-after: 90m"),
                new Right(ROOT, "approvals: always", "approvals-expire-after: 7d"),
                new Right(ROOT, "approvals: always", "drift: report"),
                new Right(ROOT, "concurrency: 5", "schedules: { reconcile: rate(1 day), catch-up: off }"),
                new Right(
                        ROOT,
                        "concurrency: 5",
                        "schedules:\n  reconcile:\n    expression: cron(0/15 6-20 ? JAN-MAR,DEC MON#1 2026-2030)\n"
                                + "    time-zone: Europe/Berlin\n    jitter: 30"),
                new Right(PROD, "stacks:", "schedules: { reconcile: cron(0 5 L * ? *) }\nstacks:"),
                new Right(ROOT, "concurrency: 5", """
                        patching:
                          policy: minor
                          bake: 1d
                          concurrency: 3
                          windows:
                            - { opens: cron(0 2 ? * SUN *), duration: 4h, time-zone: Europe/Berlin }
                          blackouts:
                            - { from: "2026-12-20", to: "2027-01-06", reason: Christmas }
                        """),
                new Right(PROD, "stacks:", "patching: { windows: [] }\nstacks:"),
                new Right(DEV, "blueprint: network", "blueprint: network\n    patching: { policy: none }"),
                new Right(
                        DEV,
                        "blueprint: network",
                        "blueprint: network\n    policies: { drift: ask, resources: { Vpc: { drift: ignore } } }"),
                new Right(
                        ROOT,
                        "policies: { approvals: always }",
                        "policies: { transforms: [AWS::Serverless-2016-10-31, Rewrite] }"),
                new Right(
                        ROOT,
                        "policies: { approvals: always }",
                        "policies: { approvers: [\"arn:aws:iam::555555555555:role/people/approvers\"] }"),
                new Right(
                        PROD,
                        "stacks:",
                        "policies: { approvers: [\"arn:aws:sts::555555555555:assumed-role/approvers/alice@acme.example\","
                                + " \"arn:aws:iam::555555555555:user/alice\"] }\nstacks:"),
                new Right(ROOT, "ebs-encryption-by-default: true", "ebs-encryption-by-default: unmanaged"),
                new Right(ROOT, "[[dev], [prod]]", "[[dev], [], [prod]]"),
                new Right(DEV, "stacks:", "regions: [eu-west-1, ap-southeast-5]\nstacks:"),
                new Right(DEV, "blueprint: network", "blueprint: network\n    wave: 1\n    exclude-regions: []"),
                new Right(
                        DEV,
                        "blueprint: network",
                        "blueprint: network\n    policies: { overlapping-networks: allowed }"),
                new Right(DEV, "Days: 30", "Days: \"365\""),
                new Right(DEV, "Days: 30", "Days: 30.0"),
                new Right(DEV, "Ports: [80, 443]", "Ports: 80, 443"),
                // One string more than there are commas, each trimmed: CloudFormation user guide, Parameters.
                new Right(DEV, "Days: 30", "Days: 30\n      Names: \"\""),
                new Right(DEV, "Days: 30", "Days: 30\n      Names: a,,b"),
                new Right(DEV, "Days: 30", "Days: 30\n      Names: [a, \"\"]"),
                new Right(DEV, "Label: blue", "Label: [a, b]"),
                new Right(DEV, "Label: blue", "Label: \"$${x}\""),
                new Right(DEV, "Label: blue", "Label: { a: 1 }"),
                new Right(DEV, "VpcId: \"${network.VpcId}\"", "VpcId: vpc-0123456789abcdef0"),
                new Right(DEV, "VpcId: \"${network.VpcId}\"", "VpcId: \"${dev/network@eu-west-1.VpcId}\""),
                new Right(PROD, "VpcId: \"${network.VpcId}\"", "VpcId: \"${dev/network.VpcId}\""));
    }
}
