package dev.plumbline.tasks.handler;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.plumbline.tasks.approve.ApproveAnswer;
import dev.plumbline.tasks.approve.ApproveInput;
import dev.plumbline.tasks.binding.Binder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/** Takes people's answers to what they were asked: the function plumbline-approve. */
public final class ApproveHandler implements RequestStreamHandler {

    private final TaskFunction function;

    /** Creates the function as Lambda does. */
    public ApproveHandler() {
        ApproveComponent component = component(System.getenv());
        this.function = component.function().primed(component.beside()::rehearse);
    }

    /** Creates the function with an environment of its own. */
    public ApproveHandler(Map<String, String> environment) {
        this.function = component(environment).function();
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        function.handle(input, output, context.getAwsRequestId());
    }

    private static ApproveComponent component(Map<String, String> environment) {
        ApproveComponent component = DaggerApproveComponent.factory().create(new Variables(environment));
        Preparation.begin(() -> Binder.prepare(ApproveInput.class, ApproveAnswer.class));
        return component;
    }
}
