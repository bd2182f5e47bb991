package dev.plumbline.local.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Starts the host: {@code --port PORT --state FOLDER --logs FOLDER --git FOLDER}. */
public final class Main {

    private static final List<String> OPTIONS = List.of("--port", "--state", "--logs", "--git");

    private Main() {}

    /**
     * Runs until the process is ended.
     *
     * @param arguments the options above, all of them
     * @throws IOException where the port is taken or a folder cannot be made
     */
    public static void main(String[] arguments) throws IOException {
        Map<String, String> options = options(arguments);
        // Without it, an answer waits for the acknowledgement of its own headers, 40 ms.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        InvocationLog.captureStandardStreams();
        Path state = Files.createDirectories(Path.of(options.get("--state")));
        FunctionHost functions = new FunctionHost(new FunctionLogs(Path.of(options.get("--logs"))));
        HostServer server = HostServer.start(
                Integer.parseInt(options.get("--port")), state, functions, Path.of(options.get("--git")));
        System.out.println("listening on 127.0.0.1:" + server.port());
    }

    private static Map<String, String> options(String[] arguments) {
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            options.put(arguments[i], arguments[i + 1]);
        }
        if (!options.keySet().equals(Set.copyOf(OPTIONS))) {
            System.err.println("usage: " + String.join(" VALUE ", OPTIONS) + " VALUE");
            System.exit(2);
        }
        return options;
    }
}
