package dev.plumbline.tasks.handler;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.plumbline.tasks.binding.Binder;
import dev.plumbline.tasks.provision.ProvisionAnswer;
import dev.plumbline.tasks.provision.ProvisionInput;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/** Makes a target true to its plan: the function plumbline-provision. */
public final class ProvisionHandler implements RequestStreamHandler {

    private final TaskFunction function;

    /** Creates the function as Lambda does. */
    public ProvisionHandler() {
        ProvisionComponent component = component(System.getenv());
        this.function = component.function().primed(component.beside()::rehearse);
    }

    /** Creates the function with an environment of its own. */
    public ProvisionHandler(Map<String, String> environment) {
        this.function = component(environment).function();
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        function.handle(input, output, context.getAwsRequestId());
    }

    private static ProvisionComponent component(Map<String, String> environment) {
        ProvisionComponent component = DaggerProvisionComponent.factory().create(new Variables(environment));
        Preparation.begin(() -> {
            component.beside().bucket();
            Binder.prepare(ProvisionInput.class, ProvisionAnswer.class);
        });
        return component;
    }
}
