package dev.plumbline.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/** The way in and out: CloudFormation is answered whatever happens, and hears no secret. */
final class ManifestsHandlerTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private final ApiServer server;
    private final List<String> log = new ArrayList<>();

    ManifestsHandlerTest() throws IOException {
        server = new ApiServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Map<String, String> environment(String endpoint) {
        return Map.of(
                "PLUMBLINE_CLUSTER", "dev",
                "PLUMBLINE_CLUSTER_ENDPOINT", endpoint,
                "AWS_REGION", "eu-west-1",
                "AWS_ACCESS_KEY_ID", "AKIDEXAMPLE",
                "AWS_SECRET_ACCESS_KEY", "a-secret");
    }

    private void handle(String manifests) throws IOException {
        ObjectNode event = JSON.createObjectNode()
                .put("RequestType", "Create")
                .put("StackId", "arn:aws:cloudformation:eu-west-1:111111111111:stack/estate-cluster/1")
                .put("RequestId", "r")
                .put("LogicalResourceId", "Manifests")
                .put("ResponseURL", server.url() + "/answer");
        event.set("ResourceProperties", JSON.createObjectNode().put("Manifests", manifests));
        new ManifestsHandler(environment(server.url()))
                .handleRequest(
                        new ByteArrayInputStream(event.toString().getBytes(UTF_8)),
                        new ByteArrayOutputStream(),
                        new Call());
    }

    @Test
    void handleRequest_success_isAnsweredWithAnIdThatStays() throws IOException {
        handle("apiVersion: v1\nkind: Namespace\nmetadata: { name: shop }\n");

        JsonNode answer = server.answers.getFirst();
        assertThat(answer.path("Status").asText()).isEqualTo("SUCCESS");
        assertThat(answer.path("PhysicalResourceId").asText()).isEqualTo("estate-cluster/Manifests");
        assertThat(answer.path("RequestId").asText()).isEqualTo("r");
        assertThat(log).singleElement().asString().contains("\"outcome\":\"done\"");
    }

    @Test
    void handleRequest_failure_isAnsweredWithItsReason() throws IOException {
        handle("- 1");

        JsonNode answer = server.answers.getFirst();
        assertThat(answer.path("Status").asText()).isEqualTo("FAILED");
        assertThat(answer.path("Reason").asText()).isEqualTo("Manifest 1 is not an object");
    }

    @Test
    void handleRequest_anyOutcome_holdsNeitherTokenNorContents() throws IOException {
        handle("apiVersion: v1\nkind: ConfigMap\nmetadata: { name: c, namespace: d }\ndata: { a: canary-value }\n");

        String said = server.answers + " " + log;
        assertThat(said)
                .doesNotContain("canary-value")
                .doesNotContain("a-secret")
                .doesNotContain("k8s-aws-v1");
    }

    @Test
    void handleRequest_eventOfNobody_fails() {
        assertThatThrownBy(() -> new ManifestsHandler(environment(server.url()))
                        .handleRequest(
                                new ByteArrayInputStream("{}".getBytes(UTF_8)),
                                new ByteArrayOutputStream(),
                                new Call()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void connection_plainHttpElsewhere_isRefused() {
        assertThatThrownBy(() -> new ManifestsHandler(environment("http://10.0.0.1")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ManifestsHandler(environment("https://10.0.0.1")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void token_anyCluster_isASignedQuestionThatNamesIt() {
        String token = new ClusterToken(
                        "dev", "eu-west-1", AwsSessionCredentialsIdentity.create("AKIDEXAMPLE", "s", "t"))
                .make();

        assertThat(token).startsWith("k8s-aws-v1.").doesNotContain("=");
        URI url = URI.create(new String(Base64.getUrlDecoder().decode(token.substring("k8s-aws-v1.".length())), UTF_8));
        assertThat(url.getHost()).isEqualTo("sts.eu-west-1.amazonaws.com");
        assertThat(Objects.requireNonNull(url.getRawQuery()).split("&"))
                .contains(
                        "Action=GetCallerIdentity",
                        "Version=2011-06-15",
                        "X-Amz-Expires=60",
                        "X-Amz-SignedHeaders=host%3Bx-k8s-aws-id",
                        "X-Amz-Security-Token=t");
    }

    private final class Call implements Context {
        @Override
        public String getAwsRequestId() {
            return "id";
        }

        @Override
        public String getLogGroupName() {
            return "group";
        }

        @Override
        public String getLogStreamName() {
            return "stream";
        }

        @Override
        public String getFunctionName() {
            return "dev-manifests";
        }

        @Override
        public String getFunctionVersion() {
            return "1";
        }

        @Override
        public String getInvokedFunctionArn() {
            return "arn";
        }

        @Override
        public @Nullable CognitoIdentity getIdentity() {
            return null;
        }

        @Override
        public @Nullable ClientContext getClientContext() {
            return null;
        }

        @Override
        public int getRemainingTimeInMillis() {
            return 60_000;
        }

        @Override
        public int getMemoryLimitInMB() {
            return 512;
        }

        @Override
        public LambdaLogger getLogger() {
            return new LambdaLogger() {
                @Override
                public void log(String message) {
                    log.add(message);
                }

                @Override
                public void log(byte[] message) {
                    log.add(new String(message, UTF_8));
                }
            };
        }
    }
}
