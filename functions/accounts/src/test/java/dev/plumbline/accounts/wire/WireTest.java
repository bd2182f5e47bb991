package dev.plumbline.accounts.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.plumbline.accounts.calls.Call;
import dev.plumbline.accounts.calls.Calls;
import dev.plumbline.accounts.calls.Operation;
import dev.plumbline.accounts.session.Configuration;
import dev.plumbline.accounts.session.Sessions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/** What the JDK's connection, which the functions have, sends in the end. */
class WireTest {

    private final List<String> lengths = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private SdkHttpClient http;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            lengths.add(exchange.getRequestMethod() + " "
                    + exchange.getRequestHeaders().getFirst("Content-Length"));
            exchange.getRequestBody().readAllBytes();
            byte[] body = "{}".getBytes(UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        http = UrlConnectionHttpClient.create();
    }

    @AfterEach
    void stop() {
        http.close();
        server.stop(0);
    }

    /** RFC 9110, 8.6 and 15.5.12: a server may refuse a POST that does not say how long it is. */
    @Test
    void send_postWithoutABody_saysThatItHasNone() {
        ask(Call.of(Operation.START_INSIGHTS_REFRESH).with("name", "prod"));

        assertThat(lengths).containsExactly("POST 0");
    }

    @Test
    void send_withABody_saysHowLongItIs() {
        ask(Call.of(Operation.GET_PARAMETER).with("Name", "/aws/a"));

        assertThat(lengths).containsExactly("POST " + "{\"Name\":\"/aws/a\"}".length());
    }

    /** A GET that says anything of a body becomes a POST in the JDK's connection. */
    @Test
    void send_get_saysNothingOfABody() {
        ask(Call.of(Operation.DESCRIBE_CLUSTER).with("name", "prod"));

        assertThat(lengths).containsExactly("GET null");
    }

    private void ask(Call call) {
        Map<String, String> environment = Map.of(
                "AWS_REGION", "eu-west-1",
                "AWS_ENDPOINT_URL", "http://127.0.0.1:" + server.getAddress().getPort(),
                "AWS_ACCESS_KEY_ID", "AKIDHUB",
                "AWS_SECRET_ACCESS_KEY", "secret",
                "AWS_SESSION_TOKEN", "token",
                "PLUMBLINE_HUB_ACCOUNT", "555555555555",
                "PLUMBLINE_EXTERNAL_ID", "our-external-id");
        Sessions sessions = new Sessions(Configuration.from(environment), http, InstantSource.system());
        assertThat(Calls.in(sessions.hub()).ask(call)).isPresent();
    }
}
