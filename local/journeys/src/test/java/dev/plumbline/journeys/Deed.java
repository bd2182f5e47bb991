package dev.plumbline.journeys;

import dev.plumbline.accounts.calls.Call;
import dev.plumbline.accounts.calls.Calls;
import dev.plumbline.accounts.calls.Operation;
import dev.plumbline.accounts.session.Session;
import dev.plumbline.cli.local.LocalAccount;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** What somebody might do in an account of the example: some of it is the work of a role, some is no role's. */
enum Deed {
    LOOK_AT_NETWORKS(session -> ask(session, Call.of(Operation.DESCRIBE_VPCS))),
    SWITCH_ENCRYPTION_OF_VOLUMES_ON(session -> ask(session, Call.of(Operation.ENABLE_EBS_ENCRYPTION))),
    FOLLOW_A_DEPLOYMENT(session -> session.client(CloudFormationClient.class, CloudFormationClient::builder)
            .describeStacks(request -> request.stackName("estate-application"))),
    QUERY_LOGS(session -> session.client(CloudWatchLogsClient.class, CloudWatchLogsClient::builder)
            .startQuery(request -> request.logGroupName(
                            LocalAccount.of(session.account()).environment() + "-vpc-flow-logs")
                    .queryString("fields @message")
                    .startTime(Instant.now().getEpochSecond() - 60)
                    .endTime(Instant.now().getEpochSecond()))),
    SIGN_IN_TO_THE_REGISTRY(
            session -> ask(session, "ecr", "AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken", "{}")),
    LOOK_AT_IMAGES_OF_THE_SHOP(session -> ask(
            session, "ecr", "AmazonEC2ContainerRegistry_V20150921.DescribeImages", "{\"repositoryName\":\"shop\"}")),
    LOOK_AT_BILLS(session -> ask(session, "cur", "AWSOrigamiServiceGatewayService.DescribeReportDefinitions", "{}")),
    READ_A_SECRET(session -> read(session, Deed.SECRET)),
    READ_THE_SECRET_OF_THE_APPLICATION(session -> read(session, "shop/session-key")),
    TAKE_A_ROLE_OF_PLUMBLINE_AWAY(session -> session.client(IamClient.class, IamClient::builder)
            .deleteRole(request -> request.roleName("plumbline-provision"))),
    MAKE_A_ROLE_WITHOUT_A_BOUNDARY(session -> session.client(IamClient.class, IamClient::builder)
            .createRole(request -> request.roleName("unbounded").assumeRolePolicyDocument(Deed.NOBODY)));

    /** A secret that has no policy of its own. */
    static final String SECRET = "journeys/unguarded";

    /** A trust policy that lets nobody in. */
    private static final String NOBODY = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Deny\","
            + "\"Principal\":{\"AWS\":\"*\"},\"Action\":\"sts:AssumeRole\"}]}";

    // Functions that hold nothing.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Consumer<Session> what;

    Deed(Consumer<Session> what) {
        this.what = what;
    }

    /** Tries everything; returns what was not refused. */
    static Set<Deed> of(Session session) {
        return Arrays.stream(values())
                .filter(deed -> deed.allowed(session))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Deed.class)));
    }

    private boolean allowed(Session session) {
        try {
            what.accept(session);
            return true;
        } catch (RuntimeException error) {
            if (Refused.is(error)) {
                return false;
            }
            throw error;
        }
    }

    private static void ask(Session session, Call call) {
        Calls.in(session).ask(call);
    }

    private static void ask(Session session, String service, String target, String body) {
        try {
            new Account(session).ask(service, target, body);
        } catch (AwsServiceException error) {
            // Whoever may not look is not told that there is nothing.
            if (!error.awsErrorDetails().errorCode().startsWith("RepositoryNotFound")) {
                throw error;
            }
        }
    }

    private static void read(Session session, String secret) {
        session.client(SecretsManagerClient.class, SecretsManagerClient::builder)
                .getSecretValue(request -> request.secretId(secret));
    }
}
