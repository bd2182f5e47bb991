package dev.plumbline.local.host;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.Set;

/**
 * What a function shares with its host: the JDK and the packages of aws-lambda-java-core, nothing else that the host
 * happens to have on its class path.
 */
final class RuntimeInterfaces extends ClassLoader {

    private static final Set<String> SHARED =
            Set.of("com.amazonaws.services.lambda.runtime", "com.amazonaws.services.lambda.runtime.logging");

    static {
        registerAsParallelCapable();
    }

    private final ClassLoader host;

    private RuntimeInterfaces(ClassLoader host) {
        super("lambda-runtime", ClassLoader.getPlatformClassLoader());
        this.host = host;
    }

    static ClassLoader asParent() {
        return new RuntimeInterfaces(RequestHandler.class.getClassLoader());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        int dot = name.lastIndexOf('.');
        if (dot > 0 && SHARED.contains(name.substring(0, dot))) {
            return host.loadClass(name);
        }
        throw new ClassNotFoundException(name);
    }
}
