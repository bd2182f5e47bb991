package dev.plumbline.accounts.documents;

import dev.plumbline.accounts.wire.Wire;

/** A service that takes documents. */
public enum DocumentService {
    /** AWS Certificate Manager. */
    CERTIFICATES("CertificateManager", Wire.Service.regional("ACM", "acm")),
    /** Amazon CloudWatch Logs. */
    LOGS("Logs_20140328", Wire.Service.regional("CloudWatch Logs", "logs")),
    /** Amazon SQS, whose model says {@code jsonVersion} 1.0. */
    QUEUES("AmazonSQS", "1.0", Wire.Service.regional("SQS", "sqs")),
    /** AWS CloudTrail. */
    TRAILS("com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101", Wire.Service.regional("CloudTrail", "cloudtrail"));

    private final String target;
    private final String version;
    // A record of texts, which says nothing of itself to the compiler.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Wire.Service service;

    DocumentService(String target, Wire.Service service) {
        this(target, "1.1", service);
    }

    DocumentService(String target, String version, Wire.Service service) {
        this.target = target;
        this.version = version;
        this.service = service;
    }

    /** The prefix of an action's name in the header. */
    String target() {
        return target;
    }

    /** The version of the protocol, as the type of a request's body has it. */
    String version() {
        return version;
    }

    Wire.Service service() {
        return service;
    }
}
