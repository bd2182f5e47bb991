package dev.plumbline.estate.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.estate.Reading;
import dev.plumbline.estate.Repositories;
import dev.plumbline.estate.blueprint.Blueprints;
import org.junit.jupiter.api.Test;

/** The example that people copy. */
final class ExampleEstateTest {

    @Test
    void read_exampleEstate_isValid() {
        Reading reading = new EstateReader(Blueprints.builtIn()).read(Repositories.folder("examples/live"));

        assertThat(reading).isInstanceOf(Reading.Valid.class);
        assertThat(((Reading.Valid) reading).estate().environments())
                .containsOnlyKeys("dev", "prod", "security", "shared-services", "stage");
    }
}
