package dev.plumbline.accounts.session;

import dev.plumbline.accounts.requests.Purpose;
import dev.plumbline.estate.Partition;

/** The roles of a member account that the control plane assumes: one for each job. */
public enum Role {
    /** Looks what stands, for a run. */
    PLAN("plumbline-plan", Purpose.CHANGE),
    /** Makes change sets and throws them away, for commits that nobody has merged. */
    PREVIEW("plumbline-preview", Purpose.CHANGE),
    /** Makes and executes change sets. */
    PROVISION("plumbline-provision", Purpose.CHANGE),
    /** Reads. */
    VERIFY("plumbline-verify", Purpose.VERIFICATION),
    /** Patches in a window. */
    PATCH("plumbline-patch", Purpose.CHANGE),
    /** Fixes findings on what no stack owns. */
    REMEDIATE("plumbline-remediate", Purpose.CHANGE);

    private static final String EXECUTION = "plumbline-execution";

    private final String roleName;
    private final Purpose purpose;

    Role(String roleName, Purpose purpose) {
        this.roleName = roleName;
        this.purpose = purpose;
    }

    /** Returns the role's name in IAM. */
    public String roleName() {
        return roleName;
    }

    /** Returns what requests under this role are counted as unless something else is said. */
    public Purpose purpose() {
        return purpose;
    }

    /** Returns the ARN of this role in an account; the region only tells the partition. */
    public String arn(String account, String region) {
        return arn(account, region, roleName);
    }

    /**
     * Returns the ARN of the role under which CloudFormation works in an account. Only CloudFormation may assume it.
     */
    public static String executionRoleArn(String account, String region) {
        return arn(account, region, EXECUTION);
    }

    private static String arn(String account, String region, String name) {
        return "arn:" + Partition.of(region).id() + ":iam::" + account + ":role/" + name;
    }
}
