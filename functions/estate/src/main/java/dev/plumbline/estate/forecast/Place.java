package dev.plumbline.estate.forecast;

import static java.util.Objects.requireNonNull;

/**
 * Where a stack would stand: what the pseudo parameters of its template mean.
 *
 * @param partition the partition, such as {@code aws}
 * @param account account id
 * @param region region
 * @param stackName name of the stack in CloudFormation
 */
public record Place(String partition, String account, String region, String stackName) {

    /** Checks that nothing is missing. */
    public Place {
        requireNonNull(partition, "partition is null");
        requireNonNull(account, "account is null");
        requireNonNull(region, "region is null");
        requireNonNull(stackName, "stackName is null");
    }

    /** Returns the domain that service endpoints end with. */
    String urlSuffix() {
        return partition.equals("aws-cn") ? "amazonaws.com.cn" : "amazonaws.com";
    }
}
