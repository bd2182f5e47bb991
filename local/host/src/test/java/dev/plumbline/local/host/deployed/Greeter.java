package dev.plumbline.local.host.deployed;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.List;
import java.util.Map;

/** A typed handler: reads a map, returns another. */
public final class Greeter implements RequestHandler<Map<String, String>, Map<String, List<String>>> {

    @Override
    public Map<String, List<String>> handleRequest(Map<String, String> event, Context context) {
        context.getLogger().log("greeting");
        return Map.of("greetings", List.of("hello " + event.get("name")));
    }
}
