package dev.plumbline.tasks.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.estate.Reading;
import org.junit.jupiter.api.Test;

class RehearsalTest {

    /** A rehearsal that stumbles over its own estate would load next to nothing, and nobody would notice. */
    @Test
    void perform_always_readsAValidEstate() {
        assertThat(Rehearsal.perform()).isInstanceOf(Reading.Valid.class);
    }
}
