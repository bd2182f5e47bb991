import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Asks a running App what a browser and Kubernetes ask; ends with 1 at the first wrong answer. */
final class AppTest {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    public static void main(String[] arguments) throws Exception {
        App app = new App(0, "1.2.3<script>");
        app.start();
        expect(
                get(app, "/").body().contains("Version 1.2.3script."),
                "the page shows its version, and no markup of it");
        expect(get(app, "/nothing").statusCode() == 404, "what is not there is not found");
        expect(get(app, "/livez").statusCode() == 200, "it is alive");
        expect(get(app, "/readyz").statusCode() == 200, "it takes traffic");
        Thread stopping = Thread.ofVirtual().start(() -> app.stop(Duration.ofMillis(500)));
        while (get(app, "/readyz").statusCode() == 200) {
            Thread.onSpinWait();
        }
        expect(get(app, "/").statusCode() == 200, "while it drains it serves what still comes");
        stopping.join();
        System.out.println("6 answers as they should be");
        System.exit(0);
    }

    private static HttpResponse<String> get(App app, String path) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + app.port() + path))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static void expect(boolean so, String what) {
        if (!so) {
            System.err.println("not so: " + what);
            System.exit(1);
        }
    }
}
