package dev.plumbline.cluster;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;

/** The entry point: a custom resource whose property {@code Manifests} is a list of manifests. */
public final class ManifestsHandler implements RequestStreamHandler {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What it takes to say that the time is over. */
    private static final Duration TO_ANSWER = Duration.ofSeconds(25);

    private final Connection connection;
    private final HttpClient http = HttpClient.newHttpClient();

    /** Creates the handler as Lambda does. */
    public ManifestsHandler() {
        this(System.getenv());
    }

    /** Creates the handler with an environment of its own. */
    public ManifestsHandler(Map<String, String> environment) {
        connection = Connection.from(environment);
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        ResourceEvent event = ResourceEvent.from(JSON.readTree(input));
        Duration limit = Duration.ofMillis(context.getRemainingTimeInMillis()).minus(TO_ANSWER);
        String reason = outcome(event, Patience.of(limit));
        context.getLogger()
                .log(JSON.createObjectNode()
                        .put("stack", event.stackName())
                        .put("resource", event.logicalId())
                        .put("request", event.kind().name())
                        .put("outcome", reason.isEmpty() ? "done" : reason)
                        .toString());
        new Answer(event, reason).send(http);
    }

    /** Whatever goes wrong has to reach CloudFormation, which would wait for an hour else: hence every exception. */
    private String outcome(ResourceEvent event, Patience patience) {
        try {
            new ManifestsResource(connection, patience).handle(event);
            return "";
        } catch (Refused refused) {
            return String.valueOf(refused.getMessage());
        } catch (RuntimeException e) {
            return "The function failed: " + e;
        }
    }
}
