package dev.plumbline.estate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Regions and their partitions as botocore's partitions.json has them. */
class PartitionTest {

    @ParameterizedTest
    @CsvSource({
        "eu-west-1, aws, true",
        "us-east-1, aws, true",
        "mx-central-1, aws, true",
        "cn-north-1, aws-cn, false",
        "us-gov-east-1, aws-us-gov, false",
        "us-iso-east-1, aws-iso, false",
        "us-isob-east-1, aws-iso-b, false",
        "eu-isoe-west-1, aws-iso-e, false",
        "us-isof-south-1, aws-iso-f, false",
        "eusc-de-east-1, aws-eusc, false",
    })
    void of_region_isItsPartition(String region, String partition, boolean supported) {
        assertThat(Partition.of(region).id()).isEqualTo(partition);
        assertThat(Partition.of(region).isSupported()).isEqualTo(supported);
    }
}
