package dev.plumbline.accounts.documents;

import dev.plumbline.accounts.wire.Wire;

/** A service that takes documents. */
public enum DocumentService {
    /** AWS Certificate Manager. */
    CERTIFICATES("CertificateManager", Wire.Service.regional("ACM", "acm")),
    /** Amazon CloudWatch Logs. */
    LOGS("Logs_20140328", Wire.Service.regional("CloudWatch Logs", "logs")),
    /** AWS CloudTrail. */
    TRAILS("com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101", Wire.Service.regional("CloudTrail", "cloudtrail"));

    private final String target;
    // A record of texts, which says nothing of itself to the compiler.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Wire.Service service;

    DocumentService(String target, Wire.Service service) {
        this.target = target;
        this.service = service;
    }

    /** The prefix of an action's name in the header. */
    String target() {
        return target;
    }

    Wire.Service service() {
        return service;
    }
}
