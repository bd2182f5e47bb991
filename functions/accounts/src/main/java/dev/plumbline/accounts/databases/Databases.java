package dev.plumbline.accounts.databases;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import dev.plumbline.accounts.errors.ErrorTable;
import dev.plumbline.accounts.query.QueryApi;
import dev.plumbline.accounts.query.QueryParameters;
import dev.plumbline.accounts.query.QueryService;
import dev.plumbline.accounts.query.XmlNode;
import dev.plumbline.accounts.session.Session;
import dev.plumbline.failure.Failure;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The databases of one account and region. Each method may be repeated. What AWS answers as an error is raised as a
 * {@link Failure} that says what happens next.
 */
public final class Databases {

    private static final ErrorTable ERRORS = ErrorTable.of("RDS").build();

    private final QueryApi api;

    private Databases(QueryApi api) {
        this.api = requireNonNull(api, "api is null");
    }

    /** Returns the gateway for where a session works. */
    public static Databases in(Session session) {
        return new Databases(QueryApi.of(QueryService.RDS, ERRORS, session));
    }

    /** Returns those of some instances that there are, in one request for each hundred. */
    public List<Database> named(Collection<String> ids) {
        return api.markedPages("DescribeDBInstances", filter("db-instance-id", ids), "DBInstances").stream()
                .map(Databases::database)
                .toList();
    }

    /** Returns the value that somebody gave a parameter of a group, or nothing where it has its default. */
    public Optional<String> parameter(String group, String name) {
        QueryParameters wanted =
                QueryParameters.none().with("DBParameterGroupName", group).with("Source", "user");
        return api.markedPages("DescribeDBParameters", wanted, "Parameters").stream()
                .filter(parameter -> parameter.text("ParameterName").equals(name))
                .map(parameter -> parameter.text("ParameterValue"))
                .findFirst();
    }

    /** Returns the maintenance that waits for some instances. */
    public List<Maintenance> pendingMaintenance(Collection<String> ids) {
        return api
                .markedPages(
                        "DescribePendingMaintenanceActions", filter("db-instance-id", ids), "PendingMaintenanceActions")
                .stream()
                .flatMap(resource -> resource.items("PendingMaintenanceActionDetails").stream()
                        .map(action -> new Maintenance(
                                resource.text("ResourceIdentifier"),
                                action.text("Action"),
                                instant(action, "ForcedApplyDate"),
                                instant(action, "CurrentApplyDate"))))
                .toList();
    }

    private static QueryParameters filter(String name, Collection<String> values) {
        return QueryParameters.none().with("Filters.Filter.1.Name", name).list("Filters.Filter.1.Values.Value", values);
    }

    private static Database database(XmlNode instance) {
        return new Database(
                instance.text("DBInstanceIdentifier"),
                instance.text("DBInstanceArn"),
                instance.text("DBInstanceStatus"),
                instance.text("ReadReplicaSourceDBInstanceIdentifier"),
                instance.items("StatusInfos").stream()
                        .filter(info -> info.text("StatusType").equals("read replication"))
                        .map(info -> info.text("Status")
                                + (info.text("Message").isEmpty() ? "" : ": " + info.text("Message")))
                        .collect(joining("; ")),
                instance.items("DBParameterGroups").stream()
                        .map(group -> new Database.ParameterGroup(
                                group.text("DBParameterGroupName"), group.text("ParameterApplyStatus")))
                        .toList());
    }

    private static Optional<Instant> instant(XmlNode node, String name) {
        return Optional.of(node.text(name)).filter(text -> !text.isEmpty()).map(Instant::parse);
    }
}
