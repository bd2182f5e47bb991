package dev.plumbline.journeys;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plumbline.cli.local.LocalAccount;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The requests that the emulator served to the roles which work in the accounts; the control plane's own are left out.
 *
 * @param rows a row for each account, service and action
 */
record Served(List<Row> rows) {

    private static final Set<String> OWN =
            Set.of("dynamodb", "s3", "lambda", "sns", "states", "secretsmanager", "events", "logs");

    Served {
        rows = List.copyOf(rows);
    }

    /** One kind of request and how often it came. */
    record Row(String account, String service, String action, String principal, int count) {}

    /** The requests to the accounts. */
    static Served read(JsonNode requests) {
        return new Served(all(requests).rows().stream()
                .filter(row -> !OWN.contains(row.service()))
                .toList());
    }

    /** All requests of functions, also to the control plane's own services. */
    static Served all(JsonNode requests) {
        List<Row> rows = new ArrayList<>();
        for (JsonNode row : requests) {
            rows.add(new Row(
                    row.path("account").asText(),
                    row.path("service").asText(),
                    row.path("action").asText(),
                    row.path("principal").asText(),
                    row.path("count").asInt()));
        }
        return new Served(rows.stream()
                .filter(row -> row.principal().contains("plumbline-"))
                .toList());
    }

    /**
     * How often an account was asked for anything. Sessions are left out: STS is asked in the hub, for whichever
     * account the session is.
     */
    int in(LocalAccount account) {
        return rows.stream()
                .filter(row -> row.account().equals(account.id()))
                .filter(row -> !row.service().equals("sts"))
                .mapToInt(Row::count)
                .sum();
    }

    /** How often an action was asked for in an account. */
    int of(LocalAccount account, String action) {
        return rows.stream()
                .filter(row ->
                        row.account().equals(account.id()) && row.action().equals(action))
                .mapToInt(Row::count)
                .sum();
    }

    /** How often an action was asked for anywhere. */
    int of(String action) {
        return rows.stream()
                .filter(row -> row.action().equals(action))
                .mapToInt(Row::count)
                .sum();
    }

    int total() {
        return rows.stream().mapToInt(Row::count).sum();
    }
}
