package dev.plumbline.accounts.preview;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plumbline.accounts.stacks.Change;
import dev.plumbline.accounts.stacks.StackResource;
import dev.plumbline.estate.forecast.FutureResource;
import dev.plumbline.estate.forecast.HiddenValues;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StackPreviewsTest {

    private static final HiddenValues NO_PARAMETERS =
            HiddenValues.of("template.yaml", "Resources: { A: { Type: B } }".getBytes(UTF_8), Map.of());
    private static final Hidden NOTHING_HIDDEN = new Hidden(NO_PARAMETERS, NO_PARAMETERS);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final StackPreviews previews = new StackPreviews("app", Set.of("Database"), Map.of("Password", "hunter2"));

    @Test
    void change_ofACreateOnlyProperty_forcesReplacementThoughAwsIsNotSure() {
        Change change = modify(
                "AWS::EC2::VPC",
                Change.Replacement.CONDITIONAL,
                detail("/Properties/CidrBlock", "Conditionally", "10.0.0.0/16", "10.1.0.0/16"));

        ResourceDiff diff = updated(change);

        assertThat(diff.sign()).isEqualTo(Sign.REPLACE);
        assertThat(diff.effect()).isEqualTo(Effect.REPLACES);
        assertThat(diff.values())
                .extracting(ValueDiff::path, ValueDiff::before, ValueDiff::after, ValueDiff::effect)
                .containsExactly(tuple("CidrBlock", "10.0.0.0/16", "10.1.0.0/16", Effect.REPLACES));
    }

    @Test
    void change_thatDependsOnWhatComesBefore_mayReplaceAndIsNeverShownAsANo() {
        ResourceDiff diff = updated(modify(
                "AWS::RDS::DBInstance",
                Change.Replacement.CONDITIONAL,
                detail("/Properties/EngineVersion", "Conditionally", "16", "17")));

        assertThat(diff.sign()).isEqualTo(Sign.REPLACE);
        assertThat(diff.effect().words()).isEqualTo("may replace");
        assertThat(diff.danger()).contains("may replace");
    }

    @Test
    void change_toldOnceForEachReason_isShownOnce() {
        ResourceDiff diff = updated(modify(
                "AWS::Logs::LogGroup",
                Change.Replacement.FALSE,
                detail("/Properties/RetentionInDays", "Never", "7", "30"),
                detail("/Properties/RetentionInDays", "Never", "", "")));

        assertThat(diff.values())
                .extracting(ValueDiff::before, ValueDiff::after)
                .containsExactly(tuple("7", "30"));
    }

    @Test
    void change_ofAWholeDocument_isToldByTheValuesThatDiffer() {
        ResourceDiff diff = updated(modify(
                "AWS::EC2::VPC",
                Change.Replacement.FALSE,
                detail(
                        "/Properties/Tags",
                        "Never",
                        "[{\"Key\":\"a\",\"Value\":\"1\"},{\"Key\":\"b\",\"Value\":\"2\"}]",
                        "[{\"Key\":\"b\",\"Value\":\"3\"},{\"Key\":\"c\",\"Value\":\"4\"}]")));

        assertThat(diff.values())
                .extracting(ValueDiff::sign, ValueDiff::path, ValueDiff::before, ValueDiff::after)
                .containsExactly(
                        tuple(Sign.REMOVE, "Tags/a", "1", ""),
                        tuple(Sign.CHANGE, "Tags/b", "2", "3"),
                        tuple(Sign.ADD, "Tags/c", "", "4"));
    }

    @ParameterizedTest
    @CsvSource({
        "/Properties/MasterUserPassword, before, after",
        "/Properties/Environment, '{\"Variables\":{\"DB_PASSWORD\":\"a1\"}}', '{\"Variables\":{\"DB_PASSWORD\":\"a2\"}}'",
        "/Properties/Description, x, say hunter2",
        "/Properties/UserData, x, -----BEGIN RSA PRIVATE KEY-----",
        "/Properties/Url, x, https://me:secret@host/",
        "/Properties/Key, x, AKIAABCDEFGHIJKLMNOP",
    })
    void secret_byNameFormOrParameter_isMaskedAndStillShownToChange(String path, String before, String after) {
        ResourceDiff diff = updated(
                modify("AWS::Lambda::Function", Change.Replacement.FALSE, detail(path, "Never", before, after)));

        assertThat(diff.values()).hasSize(1);
        assertThat(diff.values().getFirst().after()).isEqualTo("(secret)");
        assertThat(diff.toString()).doesNotContain("a2", "hunter2", "PRIVATE", "me:secret", "AKIA");
    }

    @Test
    void secret_parameter_masksWhateverItCauses() {
        Change.Detail caused = new Change.Detail(
                "Properties",
                "/Properties/Anything",
                "Never",
                "ParameterReference",
                "Password",
                "was",
                "becomes",
                false);

        ResourceDiff diff = updated(modify("AWS::Lambda::Function", Change.Replacement.FALSE, caused));

        assertThat(diff.toString()).doesNotContain("was", "becomes");
        assertThat(diff.values()).extracting(ValueDiff::after).containsExactly("(secret)");
    }

    @Test
    void dynamicReference_always_saysOnlyWhereItLeads() {
        ResourceDiff diff = updated(modify(
                "AWS::Lambda::Function",
                Change.Replacement.FALSE,
                detail("/Properties/Layer", "Never", "1", "{{resolve:ssm:/app/layer:3}}")));

        assertThat(diff.values()).extracting(ValueDiff::after).containsExactly("(resolved from ssm)");
    }

    @Test
    void whereASecretLies_isNoSecret() {
        ResourceDiff diff = updated(modify(
                "AWS::RDS::DBInstance",
                Change.Replacement.FALSE,
                detail("/Properties/PasswordSecretArn", "Never", "arn:a", "arn:b")));

        assertThat(diff.values()).extracting(ValueDiff::after).containsExactly("arn:b");
    }

    @Test
    void newResource_ofAStackThatStands_isToldByItsTemplate() {
        FutureResource future = new FutureResource("Topic", "AWS::SNS::Topic", json("{\"TopicName\":\"a\"}"), true);

        StackPreview preview = previews.updated(
                List.of(),
                List.of(change(Change.Action.ADD, "Topic", "AWS::SNS::Topic", Change.Replacement.FALSE)),
                List.of(future),
                NOTHING_HIDDEN,
                false,
                List.of());

        assertThat(preview.asks()).isFalse();
        assertThat(preview.resources().getFirst().values())
                .extracting(ValueDiff::sign, ValueDiff::path, ValueDiff::after)
                .containsExactly(tuple(Sign.ADD, "TopicName", "a"));
    }

    @Test
    void removal_ofAStack_asksAndNamesWhatHoldsData() {
        StackPreview preview = previews.removed(
                List.of(new StackResource("Database", "db-1", "AWS::RDS::DBInstance", "CREATE_COMPLETE")), List.of());

        assertThat(preview.asks()).isTrue();
        assertThat(preview.resources().getFirst().danger()).contains("which holds data");
    }

    @Test
    void judgement_isNotItsOwn() {
        Change replaced = modify("AWS::EC2::VPC", Change.Replacement.TRUE);

        assertThat(previews.updated(List.of(), List.of(replaced), List.of(), NOTHING_HIDDEN, true, List.of())
                        .asks())
                .isTrue();
        assertThat(previews.updated(List.of(), List.of(replaced), List.of(), NOTHING_HIDDEN, false, List.of())
                        .asks())
                .isFalse();
        assertThat(previews.created(List.of(), true, List.of()).asks()).isTrue();
    }

    @Test
    void parameters_thatCloudFormationHides_areNotCompared() {
        TreeMap<String, String> before = new TreeMap<>(Map.of("Password", "****", "Size", "1"));
        TreeMap<String, String> after = new TreeMap<>(Map.of("Password", "hunter2", "Size", "2"));

        assertThat(previews.differing("", before, after, "****"))
                .extracting(ValueDiff::path, ValueDiff::before, ValueDiff::after)
                .containsExactly(tuple("Size", "1", "2"));
    }

    @Test
    void line_withCharactersThatCommandATerminal_isHarmless() {
        ValueDiff value = new ValueDiff(Sign.CHANGE, "A", "\u001b[2J", "x\u202ey\nz", Effect.NONE);

        assertThat(DiffLines.value(value, 0).text()).isEqualTo("A: \\u001b[2J → x\\u202ey\\nz");
    }

    @Test
    void document_writtenAndRead_isTheSame() {
        TargetPreview target = new TargetPreview(
                "dev",
                "111111111111",
                "eu-west-1",
                1,
                List.of(previews.removed(List.of(), List.of("gone"))),
                List.of(new ValueDiff(Sign.ADD, "a", "", "b", Effect.NONE)),
                "");

        assertThat(PreviewJson.readTarget(PreviewJson.write(target))).isEqualTo(target);
        Preview preview = Preview.refused("plan-1", "c", "b", List.of());
        assertThat(PreviewJson.read(PreviewJson.write(preview))).isEqualTo(preview);
    }

    private ResourceDiff updated(Change change) {
        return previews.updated(List.of(), List.of(change), List.of(), NOTHING_HIDDEN, false, List.of())
                .resources()
                .getFirst();
    }

    private static Change modify(String type, Change.Replacement replacement, Change.Detail... details) {
        return change(Change.Action.MODIFY, "Resource", type, replacement, details);
    }

    private static Change change(
            Change.Action action,
            String logicalId,
            String type,
            Change.Replacement replacement,
            Change.Detail... details) {
        return new Change(action, logicalId, "id-1", type, replacement, "", new TreeSet<>(), Arrays.asList(details));
    }

    private static Change.Detail detail(String path, String recreates, String before, String after) {
        return new Change.Detail("Properties", path, recreates, "DirectModification", "", before, after, false);
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
