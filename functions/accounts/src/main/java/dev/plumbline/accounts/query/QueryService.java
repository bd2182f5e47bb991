package dev.plumbline.accounts.query;

/** A service that speaks the query protocol. */
public enum QueryService {
    /** Amazon EC2. */
    EC2("EC2", "ec2", "2016-11-15"),
    /** Amazon CloudWatch. */
    CLOUDWATCH("CloudWatch", "monitoring", "2010-08-01");

    private final String label;
    private final String host;
    private final String version;

    QueryService(String label, String host, String version) {
        this.label = label;
        this.host = host;
        this.version = version;
    }

    /** Returns its name, as requests are counted under it. */
    public String label() {
        return label;
    }

    /** The first part of its host name, which requests are signed for as well. */
    String host() {
        return host;
    }

    String version() {
        return version;
    }
}
