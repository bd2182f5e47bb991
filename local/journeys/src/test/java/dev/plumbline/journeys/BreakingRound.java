package dev.plumbline.journeys;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plumbline.cli.local.LocalOrganization;
import dev.plumbline.cli.verify.StackVerdict;
import dev.plumbline.estate.StackKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Rows that are broken at once and looked at by one verification of each stack: no two of them break the same resource
 * of a stack, so that each failing check is one row's. What is broken is put back before the round ends.
 */
final class BreakingRound {

    private final LocalOrganization organization;
    private final String region;
    private final List<Break> rows = new ArrayList<>();
    private Optional<Seen> seen = Optional.empty();

    private BreakingRound(LocalOrganization organization, String region) {
        this.organization = organization;
        this.region = region;
    }

    /** As few rounds as it takes to break every row. */
    static List<BreakingRound> of(List<Break> rows, LocalOrganization organization, String region) {
        List<BreakingRound> rounds = new ArrayList<>();
        for (Break row : rows) {
            rounds.stream()
                    .filter(round -> round.takes(row))
                    .findFirst()
                    .orElseGet(() -> {
                        BreakingRound another = new BreakingRound(organization, region);
                        rounds.add(another);
                        return another;
                    })
                    .rows
                    .add(row);
        }
        return rounds;
    }

    List<Break> rows() {
        return List.copyOf(rows);
    }

    /** What a row's breaking made of its stack; the first who asks breaks the whole round. */
    StackVerdict verdict(Break row) {
        return requireNonNull(seen().verdicts().get(row.key(region)), "no verdict");
    }

    /** The physical id of what a row broke. */
    String broken(Break row) {
        return requireNonNull(seen().broken().get(row), "not broken");
    }

    /** The checks that have to fail in a row's stack, and no other. */
    Set<String> failing(Break row) {
        return rows.stream()
                .filter(each -> each.key(region).equals(row.key(region)))
                .flatMap(each -> each.failing().stream())
                .collect(Collectors.toSet());
    }

    private boolean takes(Break row) {
        return rows.stream()
                .filter(each -> each.key(region).equals(row.key(region)))
                .noneMatch(each -> each.alone()
                        || row.alone()
                        || each.subject().equals(row.subject())
                        || each.failing().stream().anyMatch(row.failing()::contains));
    }

    private Seen seen() {
        Seen now = seen.orElseGet(this::breakAndLook);
        seen = Optional.of(now);
        return now;
    }

    private Seen breakAndLook() {
        Map<Break, String> broken = new HashMap<>();
        try {
            for (Break row : rows) {
                JsonNode resource = organization.emulator().breakResource(row.request(region));
                broken.put(row, resource.path("id").asText());
            }
            return new Seen(broken, Verdicts.of(organization, rows.stream().map(row -> row.key(region))));
        } finally {
            organization.emulator().mendResources();
        }
    }

    private record Seen(Map<Break, String> broken, Map<StackKey, StackVerdict> verdicts) {}
}
