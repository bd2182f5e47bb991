package dev.plumbline.accounts.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MovementNameTest {

    private static final String HASH = "0123456789abcdef".repeat(2);

    @ParameterizedTest
    @ValueSource(strings = {"push", "circleci", "plan"})
    void read_whatAMovementStarts_isItsParts(String trigger) {
        MovementName name = new MovementName(trigger, HASH, 12);

        assertThat(name.text()).isEqualTo(trigger + "-" + HASH + "-12");
        assertThat(MovementName.read(name.text())).contains(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "push-1",
                "person-0123456789abcdef0123456789abcdef-1",
                "finding-0123456789abcdef0123456789abcdef-1-1764590000",
                "push-0123456789abcdef0123456789abcdef-",
                "push-0123456789abcdef0123456789abcdef-99999999999999999999",
                "push-0123456789abcdef0123456789abcdef-1-1-111111111111-eu-west-1",
            })
    void read_anotherName_isNone(String name) {
        assertThat(MovementName.read(name)).isEmpty();
    }

    @Test
    void new_whatCouldNotBeRead_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new MovementName("person", HASH, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new MovementName("push", HASH, -1));
    }
}
