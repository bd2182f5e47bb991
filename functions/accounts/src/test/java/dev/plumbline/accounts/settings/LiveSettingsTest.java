package dev.plumbline.accounts.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.plumbline.accounts.stub.StubAnswer;
import dev.plumbline.accounts.stub.StubAws;
import dev.plumbline.accounts.stub.StubRequest;
import dev.plumbline.estate.Setting;
import dev.plumbline.estate.Settings;
import dev.plumbline.failure.Stalled;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LiveSettingsTest {

    private static final Settings DECLARED =
            new Settings(List.of(new Setting.EbsEncryptionByDefault(true), new Setting.DefaultSecurityGroupClosed()));

    private String passwords = "";
    private String block = "";
    private String members = "NONE";
    private boolean detector = true;
    private boolean administrator = true;
    private boolean enabled;
    private boolean encrypted;
    private boolean open = true;
    private final StubAws aws = new StubAws(this::answer);
    private final LiveSettings settings = LiveSettings.in(aws.hub());

    @Test
    void compare_asAwsGivesThem_tellsWhatDiffers() {
        assertThat(settings.compare(DECLARED))
                .containsExactly(
                        new SettingState("default-security-group", "closed", "sg-1 of vpc-1 is open", false),
                        new SettingState("ebs-encryption-by-default", "true", "false", false));
    }

    @Test
    void apply_asAwsGivesThem_makesThemMatch() {
        assertThat(settings.apply(DECLARED)).allMatch(SettingState::matches);

        assertThat(aws.actions())
                .contains("EnableEbsEncryptionByDefault", "RevokeSecurityGroupIngress", "RevokeSecurityGroupEgress");
        assertThat(aws.requests().stream()
                        .filter(request -> request.action().equals("RevokeSecurityGroupIngress"))
                        .map(StubRequest::form))
                .allSatisfy(form -> assertThat(form)
                        .containsEntry("GroupId", "sg-1")
                        .containsEntry("SecurityGroupRuleId.1", "sgr-in"));
    }

    @Test
    void apply_again_onlyLooks() {
        settings.apply(DECLARED);
        int before = aws.requests().size();

        settings.apply(DECLARED);

        assertThat(aws.actions().subList(before, aws.actions().size()))
                .containsExactly("DescribeSecurityGroups", "GetEbsEncryptionByDefault");
    }

    @ParameterizedTest
    @MethodSource("switches")
    void switch_offThenAppliedThenAppliedAgain_isOnAndSwitchedOnce(Setting wanted, String before, String call) {
        SettingState off = settings.compare(wanted);
        assertThat(off).isEqualTo(new SettingState(wanted.key(), wanted.value(), before, false));

        assertThat(settings.apply(wanted))
                .isEqualTo(new SettingState(wanted.key(), wanted.value(), wanted.value(), true));
        settings.apply(wanted);

        assertThat(aws.actions()).containsOnlyOnce(call);
    }

    static Stream<Arguments> switches() {
        return Stream.of(
                arguments(new Setting.StrictPasswordPolicy(), "none", "UpdateAccountPasswordPolicy"),
                arguments(
                        new Setting.S3PublicAccessBlock(),
                        "off: BlockPublicAcls, IgnorePublicAcls, BlockPublicPolicy, RestrictPublicBuckets",
                        "PUT /v20180820/configuration/publicAccessBlock"),
                arguments(new Setting.GuardDutyEnabled(), "disabled", "POST /detector/d1"),
                arguments(new Setting.GuardDutyMembers(), "none", "POST /detector/d1/admin"));
    }

    @Test
    void passwordPolicy_weak_isToldInItsWords() {
        passwords = "<MinimumPasswordLength>8</MinimumPasswordLength><RequireSymbols>true</RequireSymbols>";

        assertThat(settings.compare(new Setting.StrictPasswordPolicy()).live())
                .isEqualTo("length 8, 0 remembered, changed after 0 days, 1 of 4 kinds");
    }

    @Test
    void guardDutyMembers_whereNoDetectorIs_asksForOne() {
        detector = false;

        assertThat(settings.compare(new Setting.GuardDutyMembers()).live()).isEqualTo("no detector");
        assertThatExceptionOfType(Stalled.class)
                .isThrownBy(() -> settings.apply(new Setting.GuardDutyMembers()))
                .withMessageContaining("guardduty: enabled");
    }

    /**
     * GuardDuty refuses whoever the management account has not put in charge, with a text that does not say so
     * (aws-security-reference-architecture-examples 141, aws-ia/terraform-aws-guardduty 6).
     */
    @Test
    void guardDutyMembers_accountThatNobodyPutInCharge_namesTheParameterAndWhatToDo() {
        administrator = false;

        assertThat(settings.compare(new Setting.GuardDutyMembers()).live())
                .isEqualTo("not the administrator of GuardDuty");
        assertThatExceptionOfType(Stalled.class)
                .isThrownBy(() -> settings.apply(new Setting.GuardDutyMembers()))
                .withMessageContaining("bootstrap/organization.yaml with GuardDutyAdministratorId="
                        + aws.hub().account() + " and with " + aws.hub().region() + " among its Regions")
                .withMessageContaining("plumbline reconcile")
                .withMessageContaining("take guardduty-members out");
        assertThat(aws.actions()).doesNotContain("POST /detector/d1/admin");
    }

    @Test
    void apply_oneThatNeedsAPerson_appliesThoseAfterItAndStalls() {
        administrator = false;
        Settings declared = new Settings(List.of(
                new Setting.GuardDutyEnabled(),
                new Setting.GuardDutyMembers(),
                new Setting.StrictPasswordPolicy(),
                new Setting.S3PublicAccessBlock()));

        assertThatExceptionOfType(Stalled.class)
                .isThrownBy(() -> settings.apply(declared))
                .withMessageContaining("GuardDutyAdministratorId");

        assertThat(settings.compare(declared))
                .filteredOn(state -> !state.matches())
                .extracting(SettingState::name)
                .containsExactly("guardduty-members");
    }

    @Test
    void guardDuty_whereNoDetectorIs_makesOne() {
        detector = false;

        assertThat(settings.apply(new Setting.GuardDutyEnabled()).live()).isEqualTo("enabled");

        assertThat(aws.actions()).containsOnlyOnce("POST /detector");
    }

    private StubAnswer policy() {
        return passwords.isEmpty()
                ? StubAnswer.xmlError(404, "NoSuchEntity", "no policy")
                : StubAnswer.result("GetAccountPasswordPolicy", "<PasswordPolicy>" + passwords + "</PasswordPolicy>");
    }

    private StubAnswer answer(StubRequest request) {
        return switch (request.action()) {
            case "GetAccountPasswordPolicy" -> policy();
            case "UpdateAccountPasswordPolicy" -> {
                StringBuilder fields = new StringBuilder();
                request.form().forEach((name, value) -> fields.append("<%1$s>%2$s</%1$s>".formatted(name, value)));
                passwords = fields.toString();
                yield StubAnswer.result("UpdateAccountPasswordPolicy", "");
            }
            case "GET /v20180820/configuration/publicAccessBlock" ->
                block.isEmpty()
                        ? StubAnswer.objectError(404, "NoSuchPublicAccessBlockConfiguration")
                        : StubAnswer.ok(block);
            case "PUT /v20180820/configuration/publicAccessBlock" -> {
                block = request.body();
                yield StubAnswer.ok("");
            }
            case "GET /detector" -> StubAnswer.ok("{\"detectorIds\":[" + (detector ? "\"d1\"" : "") + "]}");
            case "POST /detector" -> {
                detector = true;
                enabled = true;
                yield StubAnswer.ok("{\"detectorId\":\"d1\"}");
            }
            case "POST /detector/d1" -> {
                enabled = true;
                yield StubAnswer.ok("{}");
            }
            case "GET /detector/d1" -> StubAnswer.ok("{\"status\":\"" + (enabled ? "ENABLED" : "DISABLED") + "\"}");
            case "GET /detector/d1/admin" ->
                administrator
                        ? StubAnswer.ok("{\"autoEnableOrganizationMembers\":\"" + members + "\"}")
                        : StubAnswer.guardDutyError(
                                "The request failed because you do not have required AWS Organization master permission.");
            case "POST /detector/d1/admin" -> {
                members = request.json().path("autoEnableOrganizationMembers").asText();
                yield StubAnswer.ok("{}");
            }
            case "GetEbsEncryptionByDefault" -> encryption();
            case "EnableEbsEncryptionByDefault" -> {
                encrypted = true;
                yield encryption();
            }
            case "DescribeSecurityGroups" -> StubAnswer.ok("""
                    <R><securityGroupInfo><item><groupId>sg-1</groupId><vpcId>vpc-1</vpcId><ipPermissions>%1$s</ipPermissions>
                    <ipPermissionsEgress>%1$s</ipPermissionsEgress></item></securityGroupInfo></R>""".formatted(open ? "<item/>" : ""));
            case "DescribeSecurityGroupRules" -> StubAnswer.ok("""
                    <R><securityGroupRuleSet><item><securityGroupRuleId>sgr-in</securityGroupRuleId><isEgress>false</isEgress>
                    </item><item><securityGroupRuleId>sgr-out</securityGroupRuleId><isEgress>true</isEgress></item>
                    </securityGroupRuleSet></R>""");
            case "RevokeSecurityGroupIngress", "RevokeSecurityGroupEgress" -> {
                open = false;
                yield StubAnswer.ok("<R><return>true</return></R>");
            }
            default -> throw new AssertionError(request.action());
        };
    }

    private StubAnswer encryption() {
        return StubAnswer.ok("<R><ebsEncryptionByDefault>" + encrypted + "</ebsEncryptionByDefault></R>");
    }
}
