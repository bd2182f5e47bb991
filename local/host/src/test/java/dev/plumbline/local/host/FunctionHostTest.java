package dev.plumbline.local.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FunctionHostTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final String PACKAGE = "dev.plumbline.local.host.deployed.";

    @TempDir
    Path folder;

    DeployedZip zip;
    FunctionHost host;

    @BeforeAll
    static void capture() {
        InvocationLog.captureStandardStreams();
    }

    @BeforeEach
    void deploy() throws IOException {
        zip = DeployedZip.in(folder);
        host = new FunctionHost(new FunctionLogs(folder.resolve("logs")));
    }

    @Test
    void invoke_streamHandler_answersItsPayload() {
        assertThat(text(zip.probe("context")))
                .isEqualTo("request-1 arn:aws:lambda:eu-west-1:555555555555:function:probe");
        assertThat(text(zip.probe("remaining"))).isEqualTo("true");
    }

    @Test
    void invoke_typedHandler_readsAndWritesJson() throws IOException {
        JsonNode event = new ObjectMapper().readTree("{\"name\": \"world\"}");
        FunctionHost.Result result = host.invoke(zip.invocation("Greeter", event, Map.of(), LONG));

        assertThat(result.answer())
                .isEqualTo(new Answer.Payload(new ObjectMapper().readTree("{\"greetings\":[\"hello world\"]}")));
        assertThat(result.log()).contains("greeting\n");
    }

    @Test
    void invoke_environment_reachesTheHandlersConstructor() {
        assertThat(text(zip.invocation("Probe", new TextNode("name"), Map.of("NAME", "plan"), LONG)))
                .isEqualTo("plan");
    }

    @Test
    void invoke_sameEnvironment_keepsTheInstance() {
        assertThat(text(zip.probe("instance"))).isEqualTo("instance 1");
        assertThat(text(zip.probe("instance"))).isEqualTo("instance 1");
    }

    @Test
    void invoke_renewedCredentials_buildsAnew() {
        for (int session = 1; session <= 2; session++) {
            Map<String, String> environment = Map.of("AWS_SESSION_TOKEN", "session " + session);
            assertThat(text(zip.invocation("Probe", new TextNode("instance"), environment, LONG)))
                    .isEqualTo("instance " + session);
        }
    }

    @Test
    void invoke_handler_doesNotSeeTheHostsLibraries() {
        assertThat(text(zip.probe("host-libraries"))).isEqualTo("hidden");
    }

    @Test
    void invoke_thrown_namesTheExceptionsClassInFull() {
        Answer.Failed failed = failed(zip.probe("fail"));

        assertThat(failed.type()).isEqualTo(PACKAGE + "Probe$Refused");
        assertThat(failed.message()).isEqualTo("no");
        assertThat(failed.stackTrace()).first().asString().contains("Probe.answer");
    }

    @Test
    void invoke_stackOverflow_isTheAnswer() {
        assertThat(failed(zip.probe("overflow")).type()).isEqualTo("java.lang.StackOverflowError");
    }

    @Test
    void invoke_brokenConstructor_failsAndIsTriedAgain() {
        Map<String, String> broken = Map.of("BROKEN", "yes");
        for (int i = 0; i < 2; i++) {
            Answer.Failed failed = failed(zip.invocation("Probe", new TextNode("name"), broken, LONG));
            assertThat(failed.type()).isEqualTo(PACKAGE + "Probe$Refused");
            assertThat(failed.message()).isEqualTo("cannot start: yes");
        }
        assertThat(host.functions()).isZero();
    }

    @Test
    void invoke_unknownHandler_saysWhich() {
        Answer.Failed failed = failed(zip.invocation("Absent", new TextNode(""), Map.of(), LONG));

        assertThat(failed.type()).isEqualTo("java.lang.ClassNotFoundException");
        assertThat(failed.message()).isEqualTo(PACKAGE + "Absent");
    }

    @Test
    void invoke_tooLong_timesOutAndTheNextBuildsAnew() {
        text(zip.probe("instance"));
        Answer.Failed failed =
                failed(zip.invocation("Probe", new TextNode("forever"), Map.of(), Duration.ofMillis(1500)));

        assertThat(failed.type()).isEqualTo("Sandbox.Timedout");
        assertThat(failed.message()).isEqualTo("RequestId: request-1 Error: Task timed out after 1.50 seconds");
        assertThat(text(zip.probe("instance"))).isEqualTo("instance 2");
    }

    @Test
    void kill_inFlight_endsItAsACrashWould() {
        // Its code is on disk then: a killed call that is still unpacking would write into a folder that is going away.
        text(zip.probe("context"));
        CompletableFuture<Answer.Failed> answer = CompletableFuture.supplyAsync(() -> failed(zip.probe("forever")));
        while (host.kill(invocation -> invocation.functionName().equals("probe")) == 0) {
            Thread.onSpinWait();
        }

        assertThat(answer.join().type()).isEqualTo("Runtime.ExitError");
        assertThat(host.functions()).isZero();
    }

    @Test
    void kill_otherFunction_endsNothing() {
        assertThat(host.kill(invocation -> invocation.functionName().equals("other")))
                .isZero();
    }

    @Test
    void invoke_print_goesToTheFunctionsLog() throws IOException {
        FunctionHost.Result result = host.invoke(zip.probe("print"));

        assertThat(result.log()).contains("from the handler\n", "from its thread\n");
        assertThat(DeployedZip.lines(folder.resolve("logs/probe.log")))
                .startsWith("START RequestId: request-1 Version: $LATEST")
                .contains("from the handler", "from its thread")
                .last()
                .asString()
                .startsWith("END RequestId: request-1 Duration: ");
    }

    private String text(Invocation invocation) {
        return switch (host.invoke(invocation).answer()) {
            case Answer.Payload(JsonNode value) -> value.asText();
            case Answer.Failed failed -> throw new AssertionError(failed.toString());
        };
    }

    private Answer.Failed failed(Invocation invocation) {
        return switch (host.invoke(invocation).answer()) {
            case Answer.Failed failed -> failed;
            case Answer.Payload payload -> throw new AssertionError(payload.toString());
        };
    }
}
