package dev.plumbline.accounts.probes;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.accounts.calls.Answer;
import dev.plumbline.accounts.calls.Call;
import dev.plumbline.accounts.calls.Calls;
import dev.plumbline.accounts.calls.Operation;
import dev.plumbline.accounts.session.Session;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/** Whether something has arrived in a log group lately. CloudWatch tells of it an hour late, or two. */
final class LogStreamArriving implements Probe {

    private final InstantSource clock;

    LogStreamArriving(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public String name() {
        return "log-stream-arriving";
    }

    @Override
    public SortedSet<String> required() {
        return Probes.arguments("LogGroupName", "MaxAgeMinutes");
    }

    @Override
    public SortedSet<String> optional() {
        return Probes.arguments();
    }

    @Override
    public ProbeResult look(ProbeArguments arguments, Session session) {
        String group = arguments.text("LogGroupName");
        Duration within = Duration.ofMinutes(Long.parseLong(arguments.text("MaxAgeMinutes")));
        ObjectNode wanted = JsonNodeFactory.instance
                .objectNode()
                .put("logGroupName", group)
                .put("orderBy", "LastEventTime")
                .put("descending", true)
                .put("limit", 1);
        List<Answer> newest = Calls.in(session)
                .ask(new Call(Operation.DESCRIBE_LOG_STREAMS, wanted))
                .map(answer -> answer.items("logStreams"))
                .orElse(List.of());
        Optional<Instant> last = newest.stream()
                .map(stream -> stream.text("lastEventTimestamp"))
                .filter(text -> !text.isEmpty())
                .map(text -> Instant.ofEpochMilli(Long.parseLong(text)))
                .findFirst();
        return new ProbeResult(
                last.filter(at -> at.isAfter(clock.instant().minus(within))).isPresent(),
                group,
                "an event within the last " + within.toMinutes() + " minutes",
                last.map(at -> "the last event is of " + at).orElse("no event at all"));
    }
}
