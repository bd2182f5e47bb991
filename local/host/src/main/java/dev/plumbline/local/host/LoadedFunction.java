package dev.plumbline.local.host;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.Map;

/**
 * A handler, built and ready to be called, by several threads at once.
 *
 * <p>Where the handler's class has a public constructor that takes a {@code Map<String, String>}, it is given the
 * function's environment: one JVM hosts many functions, so {@link System#getenv()} cannot hold any one's.
 */
@FunctionalInterface
interface LoadedFunction {

    /** Calls the handler with an event's JSON and returns the JSON of its result. */
    byte[] call(byte[] event, Context context) throws Exception;

    /**
     * Builds a handler.
     *
     * @throws Exception what the class or its constructor throws
     */
    static LoadedFunction build(String handler, ClassLoader code, Map<String, String> environment) throws Exception {
        Object instance = instance(code.loadClass(className(handler)), environment);
        return switch (instance) {
            case RequestStreamHandler streams ->
                (event, context) -> {
                    ByteArrayOutputStream result = new ByteArrayOutputStream();
                    streams.handleRequest(new ByteArrayInputStream(event), result, context);
                    return result.toByteArray();
                };
            case RequestHandler<?, ?> typed -> TypedHandler.of(typed, code);
            default ->
                throw new IllegalArgumentException(handler + " is neither a RequestHandler nor a RequestStreamHandler;"
                        + " other methods are not emulated locally");
        };
    }

    private static String className(String handler) {
        int method = handler.indexOf("::");
        if (method < 0) {
            return handler;
        }
        if (!handler.endsWith("::handleRequest")) {
            throw new IllegalArgumentException(
                    handler + " is not emulated locally: name the class, which implements handleRequest");
        }
        return handler.substring(0, method);
    }

    private static Object instance(Class<?> type, Map<String, String> environment) throws Exception {
        try {
            for (Constructor<?> constructor : type.getConstructors()) {
                if (constructor.getParameterCount() == 1 && constructor.getParameterTypes()[0] == Map.class) {
                    return constructor.newInstance(environment);
                }
            }
            return type.getConstructor().newInstance();
        } catch (InvocationTargetException e) {
            switch (e.getCause()) {
                case Exception exception -> throw exception;
                case Error error -> throw error;
                case null, default -> throw e;
            }
        }
    }
}
