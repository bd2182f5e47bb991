package dev.plumbline.tasks.handler;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.plumbline.tasks.binding.Binder;
import dev.plumbline.tasks.report.ReportAnswer;
import dev.plumbline.tasks.report.ReportInput;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/** Closes waves and runs, and tells people: the function plumbline-report. */
public final class ReportHandler implements RequestStreamHandler {

    private final TaskFunction function;

    /** Creates the function as Lambda does. */
    public ReportHandler() {
        ReportComponent component = component(System.getenv());
        this.function = component.function().primed(component.beside()::rehearse);
    }

    /** Creates the function with an environment of its own. */
    public ReportHandler(Map<String, String> environment) {
        this.function = component(environment).function();
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        function.handle(input, output, context.getAwsRequestId());
    }

    private static ReportComponent component(Map<String, String> environment) {
        ReportComponent component = DaggerReportComponent.factory().create(new Variables(environment));
        Preparation.begin(() -> {
            component.beside().bucket();
            Binder.prepare(ReportInput.class, ReportAnswer.class);
        });
        return component;
    }
}
