package dev.plumbline.json;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A kind of record: the fields of its documents and how it is made of them. */
final class Shape {

    private static final ClassValue<Shape> ALL = new ClassValue<>() {
        @Override
        protected Shape computeValue(Class<?> kind) {
            return new Shape(kind);
        }
    };

    private final Class<?> kind;
    private final Constructor<?> constructor;
    private final List<Field> fields = new ArrayList<>();

    private Shape(Class<?> kind) {
        RecordComponent @Nullable [] components = kind.getRecordComponents();
        if (components == null) {
            throw new IllegalArgumentException("no record: " + kind.getName());
        }
        Class<?>[] types = new Class<?>[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            fields.add(Field.of(components[i]));
        }
        try {
            this.kind = kind;
            this.constructor = kind.getDeclaredConstructor(types);
            constructor.setAccessible(true);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("a record has a constructor of its components", e);
        }
    }

    static Shape of(Class<?> kind) {
        return ALL.get(kind);
    }

    /** Looks at the records within it, too. */
    void prepare() {
        fields.forEach(field -> prepare(field.type()));
    }

    private static void prepare(Type type) {
        if (type instanceof Class<?> kind && kind.isRecord()) {
            of(kind).prepare();
        } else if (type instanceof ParameterizedType generic) {
            for (Type argument : generic.getActualTypeArguments()) {
                prepare(argument);
            }
        }
    }

    /**
     * Returns a record of this kind.
     *
     * @throws Misfit where the document does not fit, or the record does not take it
     */
    Object read(JsonNode document) {
        ObjectNode object = Values.object(document);
        @Nullable Object[] arguments = new @Nullable Object[fields.size()];
        int found = 0;
        for (int i = 0; i < arguments.length; i++) {
            Field field = fields.get(i);
            @Nullable JsonNode value = object.get(field.name());
            if (value != null) {
                found++;
            }
            try {
                arguments[i] = Values.read(value == null ? MissingNode.getInstance() : value, field.type());
            } catch (Misfit e) {
                throw e.under(field.name());
            }
        }
        if (found < object.size()) {
            throw new Misfit("has " + unknown(object) + ", which " + kind.getSimpleName() + " does not know");
        }
        try {
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException e) {
            Throwable why = requireNonNull(e.getCause(), "what a constructor throws is the cause");
            throw new Misfit("is no " + kind.getSimpleName() + ": " + why.getMessage() + missing(arguments), why);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the constructor of a record is always there", e);
        }
    }

    private String missing(@Nullable Object[] arguments) {
        List<String> missing = new ArrayList<>();
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i] == null) {
                missing.add(fields.get(i).name());
            }
        }
        return missing.isEmpty() ? "" : " (without " + String.join(", ", missing) + ")";
    }

    private String unknown(ObjectNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        fields.forEach(field -> names.remove(field.name()));
        return String.join(", ", names);
    }

    ObjectNode tree(Record value) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (Field field : fields) {
            object.set(field.name(), Records.tree(field.in(value)));
        }
        return object;
    }

    /** A component, and what it is called in documents. */
    private record Field(String name, Type type, Method accessor) {

        private static final String OR_NULL = "OrNull";

        static Field of(RecordComponent component) {
            Method accessor = component.getAccessor();
            accessor.setAccessible(true);
            String name = component.getName();
            return new Field(
                    name.endsWith(OR_NULL) ? name.substring(0, name.length() - OR_NULL.length()) : name,
                    component.getGenericType(),
                    accessor);
        }

        @Nullable
        Object in(Record value) {
            try {
                return accessor.invoke(value);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("a component can always be read", e);
            }
        }
    }
}
