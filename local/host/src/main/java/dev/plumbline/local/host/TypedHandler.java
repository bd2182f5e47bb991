package dev.plumbline.local.host;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import com.amazonaws.services.lambda.runtime.serialization.factories.GsonFactory;
import com.amazonaws.services.lambda.runtime.serialization.factories.JacksonFactory;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.Comparator;
import java.util.List;

/** Reads events and writes results of a {@link RequestHandler} with the serialisers that Lambda's own runtime uses. */
final class TypedHandler {

    private TypedHandler() {}

    static LoadedFunction of(RequestHandler<?, ?> handler, ClassLoader code) {
        Method method = handleRequest(handler.getClass());
        PojoSerializer<Object> reader = serializer(method.getGenericParameterTypes()[0], code);
        PojoSerializer<Object> writer = serializer(method.getGenericReturnType(), code);
        @SuppressWarnings("unchecked") // The serialiser was made for the method's own parameter.
        RequestHandler<Object, Object> typed = (RequestHandler<Object, Object>) handler;
        return (event, context) -> {
            Object result = typed.handleRequest(reader.fromJson(new ByteArrayInputStream(event)), context);
            ByteArrayOutputStream json = new ByteArrayOutputStream();
            writer.toJson(result, json);
            return json.toByteArray();
        };
    }

    /** The method with the real types: a generic interface leaves a bridge that takes Objects beside it. */
    private static Method handleRequest(Class<?> type) {
        return List.of(type.getMethods()).stream()
                .filter(method -> method.getName().equals("handleRequest") && method.getParameterCount() == 2)
                .min(Comparator.comparing(Method::isBridge))
                .orElseThrow();
    }

    @SuppressWarnings("unchecked") // The library declares what it returns only by the type that it is given.
    private static PojoSerializer<Object> serializer(Type type, ClassLoader code) {
        if (type instanceof Class<?> known) {
            if (LambdaEventSerializers.isLambdaSupportedEvent(known.getName())) {
                return (PojoSerializer<Object>) (PojoSerializer<?>) LambdaEventSerializers.serializerFor(known, code);
            }
            if (known.isPrimitive() || known == String.class || known == void.class) {
                return (PojoSerializer<Object>)
                        (PojoSerializer<?>) GsonFactory.getInstance().getSerializer(known);
            }
        }
        return (PojoSerializer<Object>)
                (PojoSerializer<?>) JacksonFactory.getInstance().getSerializer(type);
    }
}
