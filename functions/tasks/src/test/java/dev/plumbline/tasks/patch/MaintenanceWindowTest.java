package dev.plumbline.tasks.patch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.estate.patching.Opening;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaintenanceWindowTest {

    private static final Instant NOW = Instant.parse("2026-11-29T01:30:00Z");
    private static final Opening OPENING =
            new Opening(Instant.parse("2026-11-29T01:00:00Z"), Instant.parse("2026-11-29T05:00:00Z"));

    @ParameterizedTest
    @CsvSource({
        "sun:04:00-sun:04:30, true",
        "sun:04:30-sun:05:00, false",
        "sun:01:00-sun:01:30, false",
        "mon:02:00-mon:02:30, false",
        "'', false",
    })
    void opensWithin_onlyWhereItBeginsWithRoomLeft(String window, boolean within) {
        assertThat(MaintenanceWindow.opensWithin(window, NOW, OPENING, Duration.ofMinutes(45)))
                .isEqualTo(within);
    }
}
