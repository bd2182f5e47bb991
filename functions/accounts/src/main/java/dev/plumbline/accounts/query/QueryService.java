package dev.plumbline.accounts.query;

import dev.plumbline.accounts.wire.Wire;

/** A service that speaks the query protocol. */
public enum QueryService {
    /** Amazon EC2. */
    EC2("2016-11-15", Wire.Service.regional("EC2", "ec2")),
    /** Amazon CloudWatch. */
    CLOUDWATCH("2010-08-01", Wire.Service.regional("CloudWatch", "monitoring")),
    /** Elastic Load Balancing, version 2. */
    ELB("2015-12-01", Wire.Service.regional("ELB", "elasticloadbalancing")),
    /** Elastic Load Balancing, version 1: Classic Load Balancers. */
    CLASSIC_ELB("2012-06-01", Wire.Service.regional("ELB", "elasticloadbalancing")),
    /** Amazon RDS. */
    RDS("2014-10-31", Wire.Service.regional("RDS", "rds")),
    /** AWS Identity and Access Management. */
    IAM("2010-05-08", Wire.Service.global("IAM", "iam")),
    /** Amazon EC2 Auto Scaling. */
    AUTO_SCALING("2011-01-01", Wire.Service.regional("AutoScaling", "autoscaling"));

    private final String version;
    // A record of texts, which says nothing of itself to the compiler.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Wire.Service service;

    QueryService(String version, Wire.Service service) {
        this.version = version;
        this.service = service;
    }

    Wire.Service service() {
        return service;
    }

    String version() {
        return version;
    }
}
