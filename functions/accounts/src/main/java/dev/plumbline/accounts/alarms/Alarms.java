package dev.plumbline.accounts.alarms;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.errors.ErrorTable;
import dev.plumbline.accounts.query.QueryApi;
import dev.plumbline.accounts.query.QueryParameters;
import dev.plumbline.accounts.query.QueryService;
import dev.plumbline.accounts.query.XmlNode;
import dev.plumbline.accounts.session.Session;
import dev.plumbline.failure.Failure;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * The alarms of one account and region. What AWS answers as an error is raised as a {@link Failure} that says what
 * happens next.
 */
public final class Alarms {

    private static final ErrorTable ERRORS = ErrorTable.of("CloudWatch").build();

    /** As many as one request takes. */
    private static final int AT_ONCE = 100;

    private final QueryApi api;

    private Alarms(QueryApi api) {
        this.api = requireNonNull(api, "api is null");
    }

    /** Returns the gateway for where a session works. */
    public static Alarms in(Session session) {
        return new Alarms(QueryApi.of(QueryService.CLOUDWATCH, ERRORS, session));
    }

    /** Returns the alarms of these names that there are, composite ones among them. */
    public List<Alarm> named(Collection<String> names) {
        List<String> wanted = List.copyOf(names);
        List<Alarm> found = new ArrayList<>();
        for (int from = 0; from < wanted.size(); from += AT_ONCE) {
            found.addAll(read(wanted.subList(from, Math.min(from + AT_ONCE, wanted.size()))));
        }
        return List.copyOf(found);
    }

    private List<Alarm> read(List<String> names) {
        XmlNode answer = api.call(
                "DescribeAlarms",
                QueryParameters.none()
                        .list("AlarmNames.member", names)
                        .list("AlarmTypes.member", List.of("MetricAlarm", "CompositeAlarm"))
                        .with("MaxRecords", Integer.toString(AT_ONCE)));
        return answer.find("DescribeAlarmsResult").stream()
                .flatMap(result ->
                        Stream.of("MetricAlarms", "CompositeAlarms").flatMap(list -> result.items(list).stream()))
                .map(alarm -> new Alarm(
                        alarm.text("AlarmName"),
                        alarm.flag("ActionsEnabled"),
                        alarm.items("AlarmActions").size(),
                        alarm.text("StateValue")))
                .toList();
    }
}
