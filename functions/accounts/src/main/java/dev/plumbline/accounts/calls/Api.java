package dev.plumbline.accounts.calls;

import dev.plumbline.accounts.errors.ErrorTable;
import dev.plumbline.accounts.wire.Wire;
import java.util.Locale;

/** A service that playbooks and probes work with, with what its error codes mean. */
public enum Api {
    /** Amazon EC2. */
    EC2(
            Protocol.EC2_QUERY,
            Cursor.EC2,
            "2016-11-15",
            Wire.Service.regional("EC2", "ec2"),
            ErrorTable.of("EC2").retry("InsufficientCapacityOnHost", "IncorrectState")),
    /** AWS CloudFormation. */
    CLOUDFORMATION(
            Protocol.QUERY,
            Cursor.TOKEN,
            "2010-05-15",
            Wire.Service.regional("CloudFormation", "cloudformation"),
            ErrorTable.of("CloudFormation")),
    /** AWS IAM, which has one endpoint for all regions of the partition. */
    IAM(
            Protocol.QUERY,
            Cursor.MARKER,
            "2010-05-08",
            Wire.Service.global("IAM", "iam"),
            ErrorTable.of("IAM").retry("ConcurrentModification", "EntityTemporarilyUnmodifiable", "ServiceFailure")),
    /** Amazon RDS. */
    RDS(
            Protocol.QUERY,
            Cursor.MARKER,
            "2014-10-31",
            Wire.Service.regional("RDS", "rds"),
            ErrorTable.of("RDS").wait("InvalidDBInstanceState")),
    /** Amazon EC2 Auto Scaling. */
    AUTOSCALING(
            Protocol.QUERY,
            Cursor.TOKEN,
            "2011-01-01",
            Wire.Service.regional("AutoScaling", "autoscaling"),
            ErrorTable.of("Auto Scaling").retry("ResourceContention").wait("ScalingActivityInProgress")),
    /** AWS CloudTrail. */
    CLOUDTRAIL(
            Protocol.JSON,
            Cursor.TOKEN,
            "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101",
            Wire.Service.regional("CloudTrail", "cloudtrail"),
            ErrorTable.of("CloudTrail").wait("ConflictException")),
    /** AWS Config. */
    CONFIG(
            Protocol.JSON,
            Cursor.TOKEN,
            "StarlingDoveService",
            Wire.Service.regional("Config", "config"),
            ErrorTable.of("Config")
                    .stall(
                            "Deploy the security-baseline blueprint there, which brings recorder and delivery channel",
                            "NoAvailableConfigurationRecorder",
                            "NoSuchConfigurationRecorder",
                            "NoAvailableDeliveryChannel")),
    /** IAM Access Analyzer. */
    ACCESS_ANALYZER(
            Protocol.REST_JSON,
            Cursor.REST,
            "",
            Wire.Service.regional("AccessAnalyzer", "access-analyzer"),
            ErrorTable.of("IAM Access Analyzer").retry("InternalServerException")),
    /** Amazon GuardDuty. */
    GUARDDUTY(
            Protocol.REST_JSON,
            Cursor.REST,
            "",
            Wire.Service.regional("GuardDuty", "guardduty"),
            ErrorTable.of("GuardDuty")
                    .retry("InternalServerErrorException")
                    .stall(
                            "Look at what it says; if the account is not GuardDuty's administrator, deploy bootstrap/organization.yaml with its"
                                    + " id as GuardDutyAdministratorId, or take guardduty-members out of its settings",
                            "BadRequestException")),
    /** AWS Systems Manager. */
    SSM(
            Protocol.JSON,
            Cursor.TOKEN,
            "AmazonSSM",
            Wire.Service.regional("SSM", "ssm"),
            ErrorTable.of("Systems Manager").retry("InternalServerError")),
    /** Amazon EKS. */
    EKS(
            Protocol.REST_JSON,
            Cursor.REST,
            "",
            Wire.Service.regional("EKS", "eks"),
            ErrorTable.of("EKS").retry("ServerException").wait("ResourceInUseException")),
    /** Amazon S3, a bucket's own configuration. */
    S3(
            Protocol.REST_XML,
            Cursor.TOKEN,
            "http://s3.amazonaws.com/doc/2006-03-01/",
            new Wire.Service("S3", "s3", "s3", "", true),
            ErrorTable.of("S3").retry("OperationAborted", "ConditionalRequestConflict")),
    /** Amazon S3, the account's configuration and access points. */
    S3_CONTROL(
            Protocol.REST_XML,
            Cursor.TOKEN,
            "http://awss3control.amazonaws.com/doc/2018-08-20/",
            new Wire.Service("S3 Control", "s3", "s3-control", "", true),
            ErrorTable.of("S3 Control").retry("OperationAborted"));

    private final Protocol protocol;
    private final Cursor cursor;
    private final String version;
    // A record of texts, and a table that nobody changes once it is built.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Wire.Service service;

    @SuppressWarnings("ImmutableEnumChecker")
    private final ErrorTable errors;

    Api(Protocol protocol, Cursor cursor, String version, Wire.Service service, ErrorTable.Builder errors) {
        this.protocol = protocol;
        this.cursor = cursor;
        this.version = version;
        this.service = service;
        this.errors = errors.build();
    }

    Protocol protocol() {
        return protocol;
    }

    /** How it names the place of the next page, where an operation answers in pages. */
    Cursor cursor() {
        return cursor;
    }

    /** The version of a query API, the target's prefix of a JSON API, or the namespace of an XML document. */
    String version() {
        return version;
    }

    Wire.Service service() {
        return service;
    }

    ErrorTable errors() {
        return errors;
    }

    /** Returns the service's name in the permissions of IAM. */
    String permissions() {
        return this == S3_CONTROL ? "s3" : name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
