package bare;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The least that a function with these AWS clients can be: it builds them when it is made, and calls each as often as
 * {@code BENCH_CALLS} says ({@code DynamoDb=2,Sts=0}) on every request. No framework, no parsing, no logic.
 */
public final class BareHandler implements RequestStreamHandler {

    private final List<Call> calls = new ArrayList<>();

    public BareHandler() throws ReflectiveOperationException {
        String wanted = System.getenv().getOrDefault("BENCH_CALLS", "");
        for (String each : wanted.isEmpty() ? new String[0] : wanted.split(",")) {
            int equals = each.indexOf('=');
            Call call = (Call) Class.forName("bare." + each.substring(0, equals))
                    .getDeclaredConstructor()
                    .newInstance();
            for (int times = Integer.parseInt(each.substring(equals + 1)); times > 0; times--) {
                calls.add(call);
            }
        }
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        input.readAllBytes();
        calls.forEach(Call::call);
        output.write("{}".getBytes(StandardCharsets.UTF_8));
    }
}
