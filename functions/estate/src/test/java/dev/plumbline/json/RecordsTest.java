package dev.plumbline.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@NullMarked
class RecordsTest {

    enum Colour {
        RED,
        @JsonProperty("deep-blue")
        BLUE
    }

    record Dog(String name) {
        Dog {
            if (name.isBlank()) {
                throw new IllegalArgumentException("a dog has a name");
            }
        }
    }

    record House(
            String street,
            int number,
            long built,
            boolean open,
            Colour colour,
            @Nullable Dog tenantOrNull,
            @Nullable Integer floors,
            List<Dog> dogs,
            SortedMap<Colour, List<String>> doors,
            Map<String, String> words,
            JsonNode anything) {}

    private static final String HOUSE = """
            {"street":"Long Row","number":3,"built":4294967296,"open":true,"colour":"deep-blue","tenant":{"name":"Rex"},\
            "floors":null,"dogs":[{"name":"Ada"}],"doors":{"RED":["front"],"deep-blue":[]},"words":{"b":"1","a":"2"},\
            "anything":[1,2.5]}""";

    @Test
    void read_everyKindOfComponent_givesTheRecord() throws JacksonException {
        House house = Records.read(Json.read(HOUSE), House.class);

        assertThat(house)
                .isEqualTo(new House(
                        "Long Row",
                        3,
                        4_294_967_296L,
                        true,
                        Colour.BLUE,
                        new Dog("Rex"),
                        null,
                        List.of(new Dog("Ada")),
                        new TreeMap<>(Map.of(Colour.RED, List.of("front"), Colour.BLUE, List.of())),
                        Map.of("a", "2", "b", "1"),
                        Json.read("[1,2.5]")));
    }

    @Test
    void tree_ofARecordThatWasRead_isTheDocument() throws JacksonException {
        assertThat(Json.text(Records.tree(Records.read(Json.read(HOUSE), House.class))))
                .isEqualTo(HOUSE);
    }

    @Test
    void prepare_record_looksAtThoseInIt() {
        Records.prepare(House.class);

        assertThatIllegalArgumentException().isThrownBy(() -> Records.prepare(Object.class));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                    | The document's number is missing
            {"number":null}                       | The document's number is missing
            {"number":2.5}                        | The document's number is no whole number
            {"number":"3"}                        | The document's number is no whole number
            {"number":4294967296}                 | The document's number is not from -2147483648 to 2147483647
            {"number":1,"built":1,"open":"yes"}   | The document's open is neither true nor false
            {"street":[]}                         | The document's street is no text
            {"number":1,"built":1,"open":true,"colour":"BLUE"} | The document's colour is none of RED, deep-blue
            {"number":1,"built":1,"open":true,"dogs":{}} | The document's dogs is no array
            {"number":1,"built":1,"open":true,"dogs":[{"name":"Ada"},{"nam":""}]} | The document's dogs[1] has nam, which Dog does not know
            {"number":1,"built":1,"open":true,"dogs":[{"name":""}]} | The document's dogs[0] is no Dog: a dog has a name
            {"number":1,"built":1,"open":true,"doors":{"RED":[[]]}} | The document's doors.RED[0] is no text
            {"number":1,"built":1,"open":true,"storeys":2} | The document has storeys, which House does not know
            []                                    | The document is no object
            """)
    void read_documentThatDoesNotFit_saysWhereAndWhy(String document, String message) {
        assertThatExceptionOfType(Misfit.class)
                .isThrownBy(() -> Records.read(Json.read(document), House.class))
                .withMessage(message);
    }

    @Test
    void read_recordThatMissesSomething_saysWhatIsNotThere() {
        assertThatExceptionOfType(Misfit.class)
                .isThrownBy(() -> Records.read(Json.read("{}"), Dog.class))
                .withMessageStartingWith("The document is no Dog: ")
                .withMessageEndingWith(" (without name)");
    }

    @Test
    void read_wholeNumberInFloatingPoint_isTaken() throws JacksonException {
        record Count(int number) {}

        assertThat(Records.read(Json.read("{\"number\":2.0}"), Count.class)).isEqualTo(new Count(2));
    }

    @Test
    void readAll_array_givesTheRecords() throws JacksonException {
        assertThat(Records.readAll(Json.read("[{\"name\":\"Ada\"},{\"name\":\"Rex\"}]"), Dog.class))
                .containsExactly(new Dog("Ada"), new Dog("Rex"));
    }

    @Test
    void readAll_elementThatDoesNotFit_saysWhich() {
        assertThatExceptionOfType(Misfit.class)
                .isThrownBy(() -> Records.readAll(Json.read("[{\"name\":\"Ada\"},7]"), Dog.class))
                .withMessage("The document's [1] is no object");
    }

    @Test
    void tree_ofSomethingThatNoDocumentHolds_fails() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Records.tree(List.of(Instant.EPOCH)))
                .withMessageContaining("java.time.Instant");
    }
}
