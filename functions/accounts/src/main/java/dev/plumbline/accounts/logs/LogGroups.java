package dev.plumbline.accounts.logs;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.accounts.documents.DocumentApi;
import dev.plumbline.accounts.documents.DocumentService;
import dev.plumbline.accounts.errors.ErrorTable;
import dev.plumbline.accounts.session.Session;
import dev.plumbline.failure.Failure;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * The log groups of one account and region. What AWS answers as an error is raised as a {@link Failure} that says what
 * happens next.
 */
public final class LogGroups {

    private static final ErrorTable ERRORS =
            ErrorTable.of("CloudWatch Logs").retry("OperationAbortedException").build();
    private static final String ABSENT = "ResourceNotFoundException";

    private final DocumentApi api;

    private LogGroups(DocumentApi api) {
        this.api = requireNonNull(api, "api is null");
    }

    /** Returns the gateway for where a session works. */
    public static LogGroups in(Session session) {
        return new LogGroups(DocumentApi.of(DocumentService.LOGS, ERRORS, session));
    }

    /** Returns a log group by its name, or nothing if there is none: AWS answers an empty list then, and no error. */
    public Optional<LogGroup> find(String name) {
        ObjectNode wanted = JsonNodeFactory.instance.objectNode().put("logGroupNamePrefix", name);
        JsonNode groups = api.call("DescribeLogGroups", wanted).path("logGroups");
        return StreamSupport.stream(groups.spliterator(), false)
                .filter(group -> group.path("logGroupName").asText().equals(name))
                .findFirst()
                .map(group -> new LogGroup(
                        name, Instant.ofEpochMilli(group.path("creationTime").asLong()), heard(name)));
    }

    /** The streams come by the time of their last event; of the latest, the time at which it arrived counts. */
    private Optional<Instant> heard(String name) {
        ObjectNode latest = JsonNodeFactory.instance
                .objectNode()
                .put("logGroupName", name)
                .put("orderBy", "LastEventTime")
                .put("descending", true)
                .put("limit", 1);
        return api.find("DescribeLogStreams", latest, ABSENT)
                .map(answer -> answer.path("logStreams").path(0))
                .map(stream -> stream.path("lastIngestionTime"))
                .filter(JsonNode::isNumber)
                .map(time -> Instant.ofEpochMilli(time.asLong()));
    }
}
