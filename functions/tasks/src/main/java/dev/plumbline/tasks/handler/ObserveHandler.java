package dev.plumbline.tasks.handler;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/** Keeps the ledger true by the accounts' events, and wakes who waits for them: the function plumbline-observe. */
public final class ObserveHandler implements RequestStreamHandler {

    private final TaskFunction function;

    /** Creates the function as Lambda does. */
    public ObserveHandler() {
        ObserveComponent component = component(System.getenv());
        this.function = component.function().primed(component.beside()::rehearse);
    }

    /** Creates the function with an environment of its own. */
    public ObserveHandler(Map<String, String> environment) {
        this.function = component(environment).function();
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        function.handle(input, output, context.getAwsRequestId());
    }

    private static ObserveComponent component(Map<String, String> environment) {
        return DaggerObserveComponent.factory().create(new Variables(environment));
    }
}
