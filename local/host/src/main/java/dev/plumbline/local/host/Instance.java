package dev.plumbline.local.host;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One handler, built when it is first called, and what it was built from.
 *
 * <p>Everything it was built from counts, its credentials too: when a session is renewed, the next call builds anew.
 */
final class Instance {

    private final Invocation first;
    private final Supplier<ClassLoader> loader;
    private @Nullable ClassLoader code;
    private @Nullable LoadedFunction function;

    Instance(Invocation first, Supplier<ClassLoader> loader) {
        this.first = first;
        this.loader = loader;
    }

    boolean serves(Invocation invocation) {
        return first.codeSha256().equals(invocation.codeSha256())
                && first.handler().equals(invocation.handler())
                && first.environment().equals(invocation.environment());
    }

    String codeSha256() {
        return first.codeSha256();
    }

    synchronized ClassLoader code() {
        if (code == null) {
            code = loader.get();
        }
        return code;
    }

    /**
     * The handler; whoever comes while it is being built waits for it.
     *
     * @throws Exception what the handler's class or constructor throws
     */
    synchronized LoadedFunction function() throws Exception {
        if (function == null) {
            Thread.currentThread().setContextClassLoader(code());
            function = LoadedFunction.build(first.handler(), code(), first.environment());
        }
        return function;
    }
}
