package dev.plumbline.accounts.groups;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.errors.ErrorTable;
import dev.plumbline.accounts.query.QueryApi;
import dev.plumbline.accounts.query.QueryParameters;
import dev.plumbline.accounts.query.QueryService;
import dev.plumbline.accounts.query.XmlNode;
import dev.plumbline.accounts.session.Session;
import dev.plumbline.failure.Failure;
import java.util.List;
import java.util.Optional;

/**
 * EC2 Auto Scaling in one account and region. What AWS answers as an error is raised as a {@link Failure} that says
 * what happens next.
 */
public final class ServerGroups {

    private static final ErrorTable ERRORS =
            ErrorTable.of("Auto Scaling").retry("ResourceContention").build();

    private final QueryApi api;

    private ServerGroups(QueryApi api) {
        this.api = requireNonNull(api, "api is null");
    }

    /** Returns the gateway for where a session works. */
    public static ServerGroups in(Session session) {
        return new ServerGroups(QueryApi.of(QueryService.AUTO_SCALING, ERRORS, session));
    }

    /** Returns a group, or nothing where there is none of that name. */
    public Optional<ServerGroup> named(String name) {
        XmlNode answer = api.call(
                "DescribeAutoScalingGroups",
                QueryParameters.none().list("AutoScalingGroupNames.member", List.of(name)));
        return answer.find("DescribeAutoScalingGroupsResult").stream()
                .flatMap(result -> result.items("AutoScalingGroups").stream())
                .map(ServerGroups::group)
                .findFirst();
    }

    private static ServerGroup group(XmlNode node) {
        return new ServerGroup(
                node.text("AutoScalingGroupName"),
                Integer.parseInt(node.text("DesiredCapacity")),
                node.items("Instances").stream()
                        .map(each -> new ServerGroup.Member(
                                each.text("InstanceId"), each.text("LifecycleState"), each.text("HealthStatus")))
                        .toList());
    }
}
