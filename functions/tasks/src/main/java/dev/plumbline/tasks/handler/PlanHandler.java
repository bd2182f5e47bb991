package dev.plumbline.tasks.handler;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.plumbline.tasks.binding.Binder;
import dev.plumbline.tasks.plan.PlanAnswer;
import dev.plumbline.tasks.plan.PlanInput;
import dev.plumbline.tasks.plan.Rehearsal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/** Finds out what has to be done: the function plumbline-plan. */
public final class PlanHandler implements RequestStreamHandler {

    private final TaskFunction function;

    /** Creates the function as Lambda does. */
    public PlanHandler() {
        PlanComponent component = component(System.getenv());
        this.function = component.function().primed(component.beside()::rehearse);
    }

    /** Creates the function with an environment of its own. */
    public PlanHandler(Map<String, String> environment) {
        this.function = component(environment).function();
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        function.handle(input, output, context.getAwsRequestId());
    }

    private static PlanComponent component(Map<String, String> environment) {
        PlanComponent component = DaggerPlanComponent.factory().create(new Variables(environment));
        Preparation.begin(() -> {
            component.beside().bucket();
            Binder.prepare(PlanInput.class, PlanAnswer.class);
        });
        Preparation.begin(Rehearsal::perform);
        return component;
    }
}
