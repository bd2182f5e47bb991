package dev.plumbline.estate.read;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CidrBlockTest {

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0/0,0,4294967295",
        "10.0.0.0/8,167772160,184549375",
        "10.0.0.1/24,167772160,167772415",
        "255.255.255.255/32,4294967295,4294967295"
    })
    void parse_block_knowsItsFirstAndLastAddress(String text, long first, long last) {
        assertThat(CidrBlock.parse(text)).contains(new CidrBlock(text, first, last));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10.0.0.0", "10.0.0.0/33", "10.0.256.0/8", "10.0.0/8", "fd00::/8", "10.0.0.0/8 "})
    void parse_otherText_isNoBlock(String text) {
        assertThat(CidrBlock.parse(text)).isEmpty();
    }
}
