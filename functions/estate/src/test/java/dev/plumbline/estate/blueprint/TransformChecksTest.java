package dev.plumbline.estate.blueprint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.estate.Blueprint;
import dev.plumbline.estate.Problem;
import dev.plumbline.estate.ProblemCode;
import dev.plumbline.estate.Problems;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Attacks of the threat model: a pull request has CloudFormation run a macro, or read a private object into its
 * comment. The forms are those of the User Guide's pages of the Transform section, Fn::Transform and AWS::Include.
 */
class TransformChecksTest {

    private static final String RESOURCES = "Resources: { Topic: { Type: AWS::SNS::Topic } }\n";
    private static final String INCLUDE =
            "{ Name: AWS::Include, Parameters: { Location: s3://plumbline-555555555555-eu-west-1/runs/x/plan.json } }";

    /** A template that reads or runs something, and where that is told. */
    record Attack(String name, String file, String template, ProblemCode code, int line, int column) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Attack> attacks() {
        return List.of(
                yaml("a macro for the whole template", "Transform: Rewrite\n" + RESOURCES, 1, 12),
                yaml("one of a list", "Transform: [AWS::LanguageExtensions, Rewrite]\n" + RESOURCES, 1, 38),
                yaml("an object at the top", "Transform: " + INCLUDE + "\n" + RESOURCES, 1, 20),
                yaml("an object in a list at the top", "Transform: [" + INCLUDE + "]\n" + RESOURCES, 1, 21),
                yaml("SAM", "Transform: AWS::Serverless-2016-10-31\n" + RESOURCES, 1, 12),
                yaml("an object in a section", RESOURCES + "Mappings:\n  Fn::Transform: " + INCLUDE + "\n", 3, 26),
                yaml("the short form", RESOURCES + "Mappings:\n  A: !Transform " + INCLUDE + "\n", 3, 25),
                yaml(
                        "the short form, its tag in full",
                        RESOURCES + "Mappings:\n  A: !<!Transform> " + INCLUDE + "\n",
                        3,
                        28),
                yaml(
                        "the short form, its tag by a handle",
                        "%TAG !e! !Trans\n---\n" + RESOURCES + "Mappings:\n  A: !e!form " + INCLUDE + "\n",
                        5,
                        22),
                yaml("a list of objects", RESOURCES + "Outputs:\n  Fn::Transform:\n    - " + INCLUDE + "\n", 4, 15),
                yaml("deep in a property", """
                        Resources:
                          Topic:
                            Type: AWS::SNS::Topic
                            Properties:
                              Tags:
                                - Key: a
                                  Value:
                                    Fn::Join:
                                      - ","
                                      - - "Fn::Transform":
                                            Name: Rewrite
                        """, 11, 27),
                yaml(
                        "in an escaped key",
                        RESOURCES + "Mappings:\n  \"\\x46n\\u003a:Transform\": { Name: Rewrite }\n",
                        3,
                        36),
                yaml(
                        "in the metadata of a resource",
                        "Resources: { Topic: { Type: AWS::SNS::Topic, Metadata: { \"Fn::Transform\": { Name: Rewrite } } } }\n",
                        1,
                        83),
                yaml("in place of a resource", "Resources:\n  Fn::Transform: { Name: Rewrite }\n", 2, 26),
                yaml("without a name", RESOURCES + "Mappings: { \"Fn::Transform\": { Parameters: {} } }\n", 2, 30),
                yaml(
                        "with a name that is put together",
                        RESOURCES + "Mappings: { \"Fn::Transform\": { Name: !Ref X } }\n",
                        2,
                        30),
                yaml("in a loop that puts its name together", """
                        Transform: AWS::LanguageExtensions
                        Resources:
                          Fn::ForEach::T:
                            - T
                            - [Transform]
                            - A${T}:
                                Type: AWS::SNS::Topic
                                Properties: { "Fn::${T}": { Name: Rewrite } }
                        """, 8, 23),
                new Attack(
                        "merged into the template",
                        "blueprints/topic.yaml",
                        "<<: { Transform: Rewrite }\n" + RESOURCES,
                        ProblemCode.TEMPLATE_INVALID,
                        1,
                        1),
                new Attack(
                        "behind a comment that ends only to YAML 1.1",
                        "blueprints/topic.yaml",
                        "# harmless\u2028Transform: Rewrite\n" + RESOURCES,
                        ProblemCode.SYNTAX,
                        1,
                        11),
                new Attack(
                        "behind a comment that ends with a next line",
                        "blueprints/topic.yaml",
                        RESOURCES + "# harmless\u0085Transform: Rewrite\n",
                        ProblemCode.SYNTAX,
                        2,
                        11),
                new Attack("as JSON", "blueprints/topic.json", """
                        { "Resources": { "Topic": { "Type": "AWS::SNS::Topic" } },
                          "Mappings": { "Fn::Transform": { "Name": "AWS::Include" } } }
                        """, ProblemCode.TRANSFORM_REFUSED, 2, 44),
                new Attack(
                        "in a stack within the stack",
                        "blueprints/topic.yaml",
                        """
                        Resources:
                          Inner:
                            Type: AWS::CloudFormation::Stack
                            Properties: { TemplateURL: https://s3.amazonaws.com/a/b.yaml }
                        """,
                        ProblemCode.NESTED_STACK_REFUSED,
                        3,
                        11),
                new Attack(
                        "in a stack that a loop makes",
                        "blueprints/topic.yaml",
                        """
                        Transform: AWS::LanguageExtensions
                        Resources:
                          Topic: { Type: AWS::SNS::Topic }
                          Fn::ForEach::S: [S, [Stack], { "I${S}": { Type: "AWS::CloudFormation::Stack" } }]
                        """,
                        ProblemCode.NESTED_STACK_REFUSED,
                        4,
                        51),
                new Attack(
                        "in a stack whose type a loop puts together",
                        "blueprints/topic.yaml",
                        """
                        Transform: AWS::LanguageExtensions
                        Resources:
                          Topic: { Type: AWS::SNS::Topic }
                          Fn::ForEach::S: [S, [Stack], { "I${S}": { Type: "AWS::CloudFormation::${S}" } }]
                        """,
                        ProblemCode.TEMPLATE_INVALID,
                        4,
                        51));
    }

    private static Attack yaml(String name, String template, int line, int column) {
        return new Attack(name, "blueprints/topic.yaml", template, ProblemCode.TRANSFORM_REFUSED, line, column);
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void template_thatHasSomethingRunOrRead_isRefusedWhereItSaysSo(Attack attack) {
        List<Problem> problems = problems(attack, new TransformRules.Listed(Set.of()));

        assertThat(problems).as(problems.toString()).anySatisfy(problem -> {
            assertThat(problem.code()).isEqualTo(attack.code());
            assertThat(problem.position().line()).isEqualTo(attack.line());
            assertThat(problem.position().column()).isEqualTo(attack.column());
            assertThat(problem.hint()).isNotEmpty();
        });
    }

    @Test
    void languageExtensions_needNoPermission_andALoopIsNoTransform() {
        Attack template = yaml("", """
                Transform: AWS::LanguageExtensions
                Resources:
                  Topic: { Type: AWS::SNS::Topic }
                  Fn::ForEach::Topics: [Name, [A, B], { "${Name}Topic": { Type: AWS::SNS::Topic } }]
                """, 0, 0);

        assertThat(problems(template, new TransformRules.Judged(new TransformRules.Listed(Set.of()), Set.of())))
                .isEmpty();
    }

    @Test
    void transform_thatIsListed_isAllowedByItsExactNameAlone() {
        Attack sam = yaml("", "Transform: AWS::Serverless-2016-10-31\n" + RESOURCES, 0, 0);

        assertThat(problems(sam, new TransformRules.Listed(Set.of("AWS::Serverless-2016-10-31"))))
                .isEmpty();
        assertThat(problems(sam, new TransformRules.Listed(Set.of("AWS::Serverless"))))
                .hasSize(1);
        assertThat(problems(sam, new TransformRules.Any())).isEmpty();
    }

    @Test
    void transform_thatOnlyOneOfBothLists_isRefused() {
        Attack macro = yaml("", "Transform: Rewrite\n" + RESOURCES, 0, 0);
        Set<String> none = Set.of();
        Set<String> listed = Set.of("Rewrite");

        assertThat(problems(macro, new TransformRules.Judged(new TransformRules.Listed(listed), none)))
                .singleElement()
                .satisfies(problem -> assertThat(problem.hint()).contains("once it is deployed everywhere"));
        assertThat(problems(macro, new TransformRules.Judged(new TransformRules.Listed(none), listed)))
                .hasSize(1);
        assertThat(problems(macro, new TransformRules.Judged(new TransformRules.Listed(listed), listed)))
                .isEmpty();
    }

    private static List<Problem> problems(Attack attack, TransformRules rules) {
        Problems problems = new Problems();
        var _ = new TemplateReader(rules, problems)
                .read("topic", Blueprint.OWN, attack.file(), attack.template().getBytes(UTF_8));
        return problems.all();
    }
}
