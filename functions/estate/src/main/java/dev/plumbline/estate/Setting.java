package dev.plumbline.estate;

/**
 * Something about an account and region for which CloudFormation has no type. Applied, compared and verified by typed
 * code, which switches over these without a default.
 */
public sealed interface Setting {

    /** Returns the key that stands for it in the live repository. */
    String key();

    /** Returns its value as it stands in the live repository. */
    String value();

    /**
     * Whether new EBS volumes of the target are encrypted although nobody asks for it.
     *
     * @param enabled whether it is switched on
     */
    record EbsEncryptionByDefault(boolean enabled) implements Setting {
        /** The key in the live repository. */
        public static final String KEY = "ebs-encryption-by-default";

        @Override
        public String key() {
            return KEY;
        }

        @Override
        public String value() {
            return Boolean.toString(enabled);
        }
    }

    /** The default security groups of all VPCs of the target have no rules. */
    record DefaultSecurityGroupClosed() implements Setting {
        /** The key in the live repository. */
        public static final String KEY = "default-security-group";

        @Override
        public String key() {
            return KEY;
        }

        @Override
        public String value() {
            return "closed";
        }
    }

    /** The account's password policy asks what the benchmark of CIS asks, or more. */
    record StrictPasswordPolicy() implements Setting {
        /** The key in the live repository. */
        public static final String KEY = "password-policy";

        @Override
        public String key() {
            return KEY;
        }

        @Override
        public String value() {
            return "strict";
        }
    }

    /** No bucket and no access point of the account is public, whatever they say themselves. */
    record S3PublicAccessBlock() implements Setting {
        /** The key in the live repository. */
        public static final String KEY = "s3-public-access-block";

        @Override
        public String key() {
            return KEY;
        }

        @Override
        public String value() {
            return "true";
        }
    }

    /** GuardDuty is on in the target, whoever switched it on. */
    record GuardDutyEnabled() implements Setting {
        /** The key in the live repository. */
        public static final String KEY = "guardduty";

        @Override
        public String key() {
            return KEY;
        }

        @Override
        public String value() {
            return "enabled";
        }
    }

    /**
     * GuardDuty is on in every account of the organisation, and tells the target's account, which the organisation has
     * put in charge of it.
     */
    record GuardDutyMembers() implements Setting {
        /** The key in the live repository. */
        public static final String KEY = "guardduty-members";

        @Override
        public String key() {
            return KEY;
        }

        @Override
        public String value() {
            return "all";
        }
    }
}
