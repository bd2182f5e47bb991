package dev.plumbline.accounts.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.accounts.stub.StubAnswer;
import dev.plumbline.accounts.stub.StubAws;
import dev.plumbline.accounts.stub.StubRequest;
import dev.plumbline.estate.Setting;
import dev.plumbline.estate.Settings;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveSettingsTest {

    private static final Settings DECLARED =
            new Settings(List.of(new Setting.EbsEncryptionByDefault(true), new Setting.DefaultSecurityGroupClosed()));

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

    private StubAnswer answer(StubRequest request) {
        return switch (request.action()) {
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
