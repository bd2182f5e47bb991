package dev.plumbline.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plumbline.cli.local.LocalAccount;
import dev.plumbline.estate.StackKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What one verification of a stack asks of AWS is what the page of its blueprint says. The pages are written from
 * {@code docs/tools/requests.json}; where a number has changed, what was measured lies in {@code target/requests.json}.
 */
@ExtendWith(LocalDefault.class)
class VerificationRequestsJourneyTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path TABLE = Path.of("..", "..", "docs", "tools", "requests.json");
    private static final Path MEASURED = Path.of("target", "requests.json");

    private final Journey journey;

    VerificationRequestsJourneyTest(Journey journey) {
        this.journey = journey;
    }

    /** One stack of a blueprint, and how often its verification asks each service. */
    record Asked(String stack, SortedMap<String, Integer> requests) {}

    @Test
    void verify_aStackOfEachBlueprint_asksWhatItsPageSays() throws IOException {
        journey.restore();
        SortedMap<String, Asked> told = JSON.readValue(TABLE.toFile(), new TypeReference<>() {});
        SortedMap<String, Asked> measured = new TreeMap<>();

        told.forEach((blueprint, asked) -> measured.put(blueprint, measure(asked.stack())));

        Files.writeString(MEASURED, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(measured) + "\n");
        assertThat(measured)
                .as("what was measured; take over %s and run docs/tools/generate.py", MEASURED.toAbsolutePath())
                .isEqualTo(told);
    }

    private Asked measure(String stack) {
        String[] place = stack.split("/", 2);
        LocalAccount account =
                LocalAccount.valueOf(place[0].toUpperCase(Locale.ROOT).replace('-', '_'));
        StackKey key = Journey.stack(account, place[1]);
        journey.organization().emulator().forgetRequests();
        Verdicts.of(journey.organization(), Stream.of(key))
                .values()
                .forEach(verdict ->
                        assertThat(verdict.healthy()).as(verdict.reason()).isTrue());
        SortedMap<String, Integer> requests = new TreeMap<>();
        for (Served.Row row :
                Served.all(journey.organization().emulator().requests()).rows()) {
            if (row.principal().equals("plumbline-verify")) {
                requests.merge(row.service(), row.count(), Integer::sum);
            }
        }
        return new Asked(stack, requests);
    }
}
