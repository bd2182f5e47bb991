import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Asks a running App what a browser and Kubernetes ask; ends with 1 at the first wrong answer. */
final class AppTest {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    public static void main(String[] arguments) throws Exception {
        Path key = Files.writeString(Files.createTempFile("session", "key"), "first");
        App app = new App(0, "shop:1.2.3<script>", new Sessions(Optional.of(key)));
        app.start();
        expect(
                get(app, "/").body().contains("Version shop:1.2.3script."),
                "the page shows its version, and no markup of it");
        expect(get(app, "/nothing").statusCode() == 404, "what is not there is not found");
        expect(get(app, "/livez").statusCode() == 200, "it is alive");
        expect(get(app, "/readyz").statusCode() == 200, "it takes traffic");
        String cookie =
                get(app, "/").headers().firstValue("Set-Cookie").orElse("").split(";")[0];
        expect(get(app, "/", cookie).body().contains("Welcome back"), "a visitor is known again");
        expect(
                !get(app, "/", cookie.replaceFirst("=.", "=0").replace("0.", "1."))
                        .body()
                        .contains("back"),
                "a forged one is not");
        Files.writeString(key, "second");
        expect(!get(app, "/", cookie).body().contains("back"), "once the secret has rotated nobody is known");
        Thread stopping = Thread.ofVirtual().start(() -> app.stop(Duration.ofMillis(500)));
        while (get(app, "/readyz").statusCode() == 200) {
            Thread.onSpinWait();
        }
        expect(get(app, "/").statusCode() == 200, "while it drains it serves what still comes");
        stopping.join();
        Files.delete(key);
        System.out.println("9 answers as they should be");
        System.exit(0);
    }

    private static HttpResponse<String> get(App app, String path) throws Exception {
        return get(app, path, "");
    }

    private static HttpResponse<String> get(App app, String path, String cookie) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + app.port() + path))
                        .header("Cookie", cookie)
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
