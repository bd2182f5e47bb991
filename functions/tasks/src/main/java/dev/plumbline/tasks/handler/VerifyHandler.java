package dev.plumbline.tasks.handler;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.plumbline.tasks.binding.Binder;
import dev.plumbline.tasks.drift.DriftAnswer;
import dev.plumbline.tasks.verify.VerifyAnswer;
import dev.plumbline.tasks.verify.VerifyInput;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/** Looks whether what was made is as it should be: the function plumbline-verify. */
public final class VerifyHandler implements RequestStreamHandler {

    private final TaskFunction function;

    /** Creates the function as Lambda does. */
    public VerifyHandler() {
        VerifyComponent component = component(System.getenv());
        this.function = component.function().primed(component.beside()::rehearse);
    }

    /** Creates the function with an environment of its own. */
    public VerifyHandler(Map<String, String> environment) {
        this.function = component(environment).function();
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        function.handle(input, output, context.getAwsRequestId());
    }

    private static VerifyComponent component(Map<String, String> environment) {
        VerifyComponent component = DaggerVerifyComponent.factory().create(new Variables(environment));
        Preparation.begin(() -> {
            component.beside().bucket();
            Binder.prepare(VerifyInput.class, VerifyAnswer.class, DriftAnswer.class);
            component.beside().account();
        });
        return component;
    }
}
