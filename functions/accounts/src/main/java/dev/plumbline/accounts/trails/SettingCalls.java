package dev.plumbline.accounts.trails;

import dev.plumbline.estate.Setting;
import java.util.List;
import java.util.Map;

/** The calls that change a setting of an account: CloudTrail names no resource for most of them. */
public final class SettingCalls {

    private static final Map<String, List<String>> CALLS = Map.of(
            Setting.EbsEncryptionByDefault.KEY,
                    List.of("DisableEbsEncryptionByDefault", "EnableEbsEncryptionByDefault"),
            Setting.DefaultSecurityGroupClosed.KEY,
                    List.of(
                            "AuthorizeSecurityGroupIngress",
                            "AuthorizeSecurityGroupEgress",
                            "ModifySecurityGroupRules"),
            Setting.StrictPasswordPolicy.KEY, List.of("UpdateAccountPasswordPolicy", "DeleteAccountPasswordPolicy"),
            Setting.S3PublicAccessBlock.KEY, List.of("PutAccountPublicAccessBlock", "DeleteAccountPublicAccessBlock"),
            Setting.GuardDutyEnabled.KEY, List.of("UpdateDetector", "DeleteDetector", "CreateDetector"),
            Setting.GuardDutyMembers.KEY,
                    List.of("UpdateOrganizationConfiguration", "DisassociateMembers", "StopMonitoringMembers"));

    private SettingCalls() {}

    /**
     * Returns the names of the calls that change a setting, the likeliest first; none where there is no such setting.
     */
    public static List<String> of(String setting) {
        return CALLS.getOrDefault(setting, List.of());
    }

    /** Whether the calls go to a service that has one endpoint for all regions. */
    public static boolean isGlobal(String setting) {
        return setting.equals(Setting.StrictPasswordPolicy.KEY);
    }
}
