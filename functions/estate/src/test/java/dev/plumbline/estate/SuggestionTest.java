package dev.plumbline.estate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SuggestionTest {

    private static final List<String> KNOWN = List.of("CidrBlock", "VpcName", "Zones");

    @ParameterizedTest
    @CsvSource({"CidrBlok,CidrBlock", "cidrblock,CidrBlock", "CdirBlock,CidrBlock", "Zone,Zones", "VPCName,VpcName"})
    void closest_slip_isFound(String name, String meant) {
        assertThat(Suggestion.closest(name, KNOWN)).contains(meant);
    }

    @ParameterizedTest
    @CsvSource({"Subnets", "X", "CidrBlockOfTheOtherNetwork"})
    void closest_otherWord_isNotFound(String name) {
        assertThat(Suggestion.closest(name, KNOWN)).isEmpty();
    }

    @Test
    void hint_otherWord_listsWhatThereIs() {
        assertThat(Suggestion.hint("Subnets", KNOWN)).isEqualTo("known: CidrBlock, VpcName, Zones");
        assertThat(Suggestion.hint("Subnets", List.of())).isEmpty();
        assertThat(Suggestion.hint(
                        "?", IntStream.range(10, 40).mapToObj(Integer::toString).toList()))
                .endsWith(", 21, ...");
    }
}
