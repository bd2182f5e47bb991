package dev.plumbline.estate.forecast;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A resource that a template would make.
 *
 * @param logicalId its id in the template
 * @param type its type, such as {@code AWS::EC2::VPC}
 * @param properties its properties; what only CloudFormation can know is {@link Forecast#KNOWN_AFTER_APPLY}
 * @param certain whether it is made; false where its condition depends on what is not known yet
 */
public record FutureResource(String logicalId, String type, JsonNode properties, boolean certain) {

    /** Checks that nothing is missing. */
    public FutureResource {
        requireNonNull(logicalId, "logicalId is null");
        requireNonNull(type, "type is null");
        requireNonNull(properties, "properties is null");
    }
}
