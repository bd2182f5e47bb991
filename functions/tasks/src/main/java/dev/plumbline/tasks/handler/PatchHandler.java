package dev.plumbline.tasks.handler;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.plumbline.tasks.binding.Binder;
import dev.plumbline.tasks.patch.PatchAnswer;
import dev.plumbline.tasks.patch.PatchInput;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/** Patches what runs, in its windows: the function plumbline-patch. */
public final class PatchHandler implements RequestStreamHandler {

    private final TaskFunction function;

    /** Creates the function as Lambda does. */
    public PatchHandler() {
        PatchComponent component = component(System.getenv());
        this.function = component.function().primed(component.beside()::rehearse);
    }

    /** Creates the function with an environment of its own. */
    public PatchHandler(Map<String, String> environment) {
        this.function = component(environment).function();
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        function.handle(input, output, context.getAwsRequestId());
    }

    private static PatchComponent component(Map<String, String> environment) {
        PatchComponent component = DaggerPatchComponent.factory().create(new Variables(environment));
        Preparation.begin(() -> {
            component.beside().bucket();
            Binder.prepare(PatchInput.class, PatchAnswer.class);
        });
        return component;
    }
}
