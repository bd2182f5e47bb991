package dev.plumbline.accounts.calls;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Spells a document as the parameters of the query protocols do: names with dots, lists counted from one. */
final class Form {

    private Form() {}

    /** Returns the body of a request. */
    static byte[] of(Call call) {
        Spelling spelling = call.operation().spelling();
        TreeMap<String, String> fields = new TreeMap<>();
        fields.put("Action", spelling.action());
        fields.put("Version", spelling.api().version());
        String listed = spelling.api().protocol() == Protocol.QUERY ? ".member." : ".";
        call.parameters().properties().forEach(entry -> spell(entry.getKey(), entry.getValue(), listed, fields));
        return fields.entrySet().stream()
                .map(Form::pair)
                .collect(Collectors.joining("&"))
                .getBytes(UTF_8);
    }

    private static void spell(String name, JsonNode value, String listed, Map<String, String> fields) {
        if (value.isArray()) {
            for (int index = 0; index < value.size(); index++) {
                spell(name + listed + (index + 1), value.get(index), listed, fields);
            }
        } else if (value.isObject()) {
            value.properties().forEach(entry -> spell(name + "." + entry.getKey(), entry.getValue(), listed, fields));
        } else {
            fields.put(name, value.asText());
        }
    }

    private static String pair(Map.Entry<String, String> entry) {
        return URLEncoder.encode(entry.getKey(), UTF_8) + "=" + URLEncoder.encode(entry.getValue(), UTF_8);
    }
}
