package dev.plumbline.json;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The names of an enum's constants in documents. */
final class Constants {

    private static final ClassValue<Constants> ALL = new ClassValue<>() {
        @Override
        protected Constants computeValue(Class<?> kind) {
            return new Constants(kind);
        }
    };

    private final Map<Object, String> names = new HashMap<>();
    private final Map<String, Object> constants = new LinkedHashMap<>();

    private Constants(Class<?> kind) {
        for (Object constant : kind.getEnumConstants()) {
            String name = nameOf(kind, ((Enum<?>) constant).name());
            names.put(constant, name);
            constants.put(name, constant);
        }
    }

    static Constants of(Class<?> kind) {
        return ALL.get(kind);
    }

    private static String nameOf(Class<?> kind, String constant) {
        try {
            @Nullable JsonProperty property = kind.getField(constant).getAnnotation(JsonProperty.class);
            return property == null ? constant : property.value();
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException("an enum has a field for each constant", e);
        }
    }

    String name(Enum<?> constant) {
        return requireNonNull(names.get(constant), "the constant is of another enum");
    }

    Object read(String name) {
        @Nullable Object constant = constants.get(name);
        if (constant == null) {
            throw new Misfit("is none of " + String.join(", ", constants.keySet()));
        }
        return constant;
    }
}
