package dev.plumbline.tasks.handler;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.plumbline.tasks.binding.Binder;
import dev.plumbline.tasks.plan.PreviewAnswer;
import dev.plumbline.tasks.plan.PreviewInput;
import dev.plumbline.tasks.plan.Rehearsal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/** Finds out what a commit that nobody has merged would change: the function plumbline-preview. */
public final class PreviewHandler implements RequestStreamHandler {

    private final TaskFunction function;

    /** Creates the function as Lambda does. */
    public PreviewHandler() {
        PreviewComponent component = component(System.getenv());
        this.function = component.function().primed(component.beside()::rehearse);
    }

    /** Creates the function with an environment of its own. */
    public PreviewHandler(Map<String, String> environment) {
        this.function = component(environment).function();
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        function.handle(input, output, context.getAwsRequestId());
    }

    private static PreviewComponent component(Map<String, String> environment) {
        PreviewComponent component = DaggerPreviewComponent.factory().create(new Variables(environment));
        Preparation.begin(() -> {
            component.beside().bucket();
            Binder.prepare(PreviewInput.class, PreviewAnswer.class);
        });
        Preparation.begin(Rehearsal::perform);
        return component;
    }
}
