package dev.plumbline.tasks.patch;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.accounts.calls.Answer;
import dev.plumbline.accounts.calls.Call;
import dev.plumbline.accounts.calls.Operation;
import dev.plumbline.failure.Waiting;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What EKS has found against an upgrade. Its findings may be a month old: they are had anew before they count. */
final class Insights {

    private static final Duration FRESH = Duration.ofHours(1);

    /**
     * Returns what is against an upgrade; empty where nothing is.
     *
     * @throws Waiting while EKS looks anew
     */
    String against(String cluster, String version, Account account) {
        refresh(cluster, account);
        ObjectNode filter = JsonNodeFactory.instance.objectNode();
        filter.putArray("categories").add("UPGRADE_READINESS");
        filter.putArray("kubernetesVersions").add(version);
        filter.putArray("statuses").add("ERROR");
        List<String> errors = account
                .ask(Call.of(Operation.LIST_INSIGHTS).with("name", cluster).with("filter", filter))
                .items("insights")
                .stream()
                .map(insight -> insight.text("name") + ": "
                        + insight.at("insightStatus").text("reason"))
                .toList();
        return errors.isEmpty() ? "" : "insights of EKS are against it: " + String.join("; ", errors);
    }

    private static void refresh(String cluster, Account account) {
        Answer last = account.ask(Call.of(Operation.DESCRIBE_INSIGHTS_REFRESH).with("name", cluster));
        if (last.text("status").equals("IN_PROGRESS")) {
            throw new Waiting("EKS looks for what is against an upgrade of " + cluster);
        }
        String ended = last.text("endedAt");
        boolean fresh = last.text("status").equals("COMPLETED")
                && !ended.isEmpty()
                && Instant.ofEpochSecond(new BigDecimal(ended).longValue())
                        .plus(FRESH)
                        .isAfter(account.now());
        if (!fresh) {
            account.ask(Call.of(Operation.START_INSIGHTS_REFRESH).with("name", cluster));
            throw new Waiting("EKS looks for what is against an upgrade of " + cluster);
        }
    }
}
