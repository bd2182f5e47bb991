package dev.plumbline.local.host.deployed;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Does what its event, a JSON string, says, and answers with a JSON string. */
public final class Probe implements RequestStreamHandler {

    private static final AtomicInteger BUILT = new AtomicInteger();

    private final Map<String, String> environment;
    private final int instance = BUILT.incrementAndGet();

    /** With the environment of a process, which no test sets. */
    public Probe() {
        this(System.getenv());
    }

    /** With an environment of its own. */
    public Probe(Map<String, String> environment) {
        if (environment.containsKey("BROKEN")) {
            throw new Refused("cannot start: " + environment.get("BROKEN"));
        }
        this.environment = environment;
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        String wish = new String(input.readAllBytes(), UTF_8).replace("\"", "");
        output.write(('"' + answer(wish, context) + '"').getBytes(UTF_8));
    }

    private String answer(String wish, Context context) {
        return switch (wish) {
            case "instance" -> "instance " + instance;
            case "name" -> environment.getOrDefault("NAME", "nobody");
            case "context" -> context.getAwsRequestId() + " " + context.getInvokedFunctionArn();
            case "remaining" -> Boolean.toString(context.getRemainingTimeInMillis() > 0);
            case "host-libraries" -> visible("com.fasterxml.jackson.databind.ObjectMapper");
            case "print" -> printed();
            case "forever" -> forever();
            case "fail" -> throw new Refused("no");
            case "overflow" -> answer(wish, context);
            default -> throw new IllegalArgumentException(wish);
        };
    }

    private static String printed() {
        System.out.println("from the handler");
        try {
            Thread.ofPlatform()
                    .start(() -> System.err.println("from its thread"))
                    .join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return "printed";
    }

    private static String forever() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            System.out.println("interrupted");
        }
        return "ended";
    }

    private static String visible(String type) {
        try {
            Class.forName(type);
            return "visible";
        } catch (ClassNotFoundException e) {
            return "hidden";
        }
    }

    /** What this handler fails with. */
    public static final class Refused extends RuntimeException {

        Refused(String message) {
            super(message);
        }
    }
}
