package dev.plumbline.tasks.handler;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.plumbline.tasks.binding.Binder;
import dev.plumbline.tasks.schedule.ScheduleAnswer;
import dev.plumbline.tasks.schedule.ScheduleInput;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/** Keeps the schedules as the live repository states them: the function plumbline-schedule. */
public final class ScheduleHandler implements RequestStreamHandler {

    private final TaskFunction function;

    /** Creates the function as Lambda does. */
    public ScheduleHandler() {
        this.function = function(System.getenv()).primed();
    }

    /** Creates the function with an environment of its own. */
    public ScheduleHandler(Map<String, String> environment) {
        this.function = function(environment);
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        function.handle(input, output, context.getAwsRequestId());
    }

    private static TaskFunction function(Map<String, String> environment) {
        ScheduleComponent component = DaggerScheduleComponent.factory().create(new Variables(environment));
        Preparation.begin(() -> {
            component.beside().bucket();
            Binder.prepare(ScheduleInput.class, ScheduleAnswer.class);
        });
        return component.function();
    }
}
