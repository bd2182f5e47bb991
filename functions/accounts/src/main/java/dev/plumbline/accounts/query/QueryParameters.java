package dev.plumbline.accounts.query;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The parameters of an action. Lists and filters are spelled as the query protocol does, counted from one. */
public final class QueryParameters {

    private final TreeMap<String, String> parameters = new TreeMap<>();
    private int filters;

    private QueryParameters() {}

    /** Returns no parameters. */
    public static QueryParameters none() {
        return new QueryParameters();
    }

    /** Adds a parameter. */
    public QueryParameters with(String name, String value) {
        parameters.put(name, value);
        return this;
    }

    /** Adds a list: {@code Name.1}, {@code Name.2} … */
    public QueryParameters list(String name, Collection<String> values) {
        List<String> ordered = new ArrayList<>(values);
        for (int index = 0; index < ordered.size(); index++) {
            parameters.put(name + "." + (index + 1), ordered.get(index));
        }
        return this;
    }

    /** Adds a filter of EC2: one of the values has to match. */
    public QueryParameters filter(String name, Collection<String> values) {
        filters++;
        parameters.put("Filter." + filters + ".Name", name);
        return list("Filter." + filters + ".Value", values);
    }

    /** Adds a filter of EC2 for one value. */
    public QueryParameters filter(String name, String value) {
        return filter(name, List.of(value));
    }

    QueryParameters copy() {
        QueryParameters copy = new QueryParameters();
        copy.parameters.putAll(parameters);
        copy.filters = filters;
        return copy;
    }

    byte[] form() {
        return parameters.entrySet().stream()
                .map(QueryParameters::pair)
                .collect(Collectors.joining("&"))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String pair(Map.Entry<String, String> entry) {
        return encode(entry.getKey()) + "=" + encode(entry.getValue());
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
