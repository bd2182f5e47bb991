package dev.plumbline.tasks.observe;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.json.Json;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * Writes metrics in CloudWatch's embedded format: a line of the function's log that becomes a metric, with no request.
 */
public final class Metrics {

    private static final String NAMESPACE = "Plumbline";

    private final InstantSource clock;
    private final Consumer<String> log;

    /**
     * Creates the writer of a log.
     *
     * @param log takes whole lines
     */
    public Metrics(InstantSource clock, Consumer<String> log) {
        this.clock = requireNonNull(clock, "clock is null");
        this.log = requireNonNull(log, "log is null");
    }

    /** Writes a count, without dimensions: an alarm over all targets is one metric. */
    void count(String name, long value) {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        ObjectNode header = line.putObject("_aws");
        header.put("Timestamp", clock.millis());
        ObjectNode metric = header.putArray("CloudWatchMetrics").addObject();
        metric.put("Namespace", NAMESPACE);
        metric.putArray("Dimensions").addArray();
        metric.putArray("Metrics").addObject().put("Name", name).put("Unit", "Count");
        line.put(name, value);
        log.accept(Json.text(line));
    }
}
