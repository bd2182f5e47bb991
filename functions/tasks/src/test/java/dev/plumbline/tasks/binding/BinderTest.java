package dev.plumbline.tasks.binding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.plumbline.failure.Stalled;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@NullMarked
class BinderTest {

    private final Binder binder = new Binder();

    sealed interface Wish {
        record Greet(String name, int times) implements Wish {}

        record Leave(@Nullable String word) implements Wish {}
    }

    @Test
    void bind_knownTask_givesItsRecord() {
        assertThat(bind("{\"task\":\"Greet\",\"name\":\"Ada\",\"times\":2}")).isEqualTo(new Wish.Greet("Ada", 2));
    }

    @Test
    void bind_absentOptionalField_isNull() {
        assertThat(bind("{\"task\":\"Leave\"}")).isEqualTo(new Wish.Leave(null));
    }

    @Test
    void bind_unknownTask_stalls() {
        assertThatExceptionOfType(Stalled.class)
                .isThrownBy(() -> bind("{\"task\":\"Dance\"}"))
                .withMessageContaining("Dance");
    }

    @Test
    void bind_fieldThatTheRecordLacks_stalls() {
        assertThatExceptionOfType(Stalled.class).isThrownBy(() -> bind("{\"task\":\"Leave\",\"loudly\":true}"));
    }

    @Test
    void bind_missingNumber_stalls() {
        assertThatExceptionOfType(Stalled.class)
                .isThrownBy(() -> bind("{\"task\":\"Greet\",\"name\":\"Ada\",\"times\":null}"));
    }

    @Test
    void bind_notAnObject_stalls() {
        assertThatExceptionOfType(Stalled.class).isThrownBy(() -> bind("[]"));
    }

    private Wish bind(String text) {
        return binder.bind(binder.parse(text), Wish.class);
    }
}
