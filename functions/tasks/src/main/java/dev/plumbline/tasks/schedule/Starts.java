package dev.plumbline.tasks.schedule;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.accounts.schedules.ScheduledStart;
import dev.plumbline.estate.Digests;
import dev.plumbline.estate.Schedule;
import dev.plumbline.json.Json;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What the schedules of an estate start, in the words of this installation.
 *
 * @param repository exact id of the live repository
 * @param branch the branch that is deployed
 * @param reconcileArn ARN of the machine of a run
 * @param patchArn ARN of the machine of patching
 */
public record Starts(String repository, String branch, String reconcileArn, String patchArn) {

    /** Under which no stack of the estate may make or change a schedule. */
    private static final String PREFIX = "plumbline-";

    private static final int NAME_LENGTH = 64;
    private static final int HASH_LENGTH = 8;

    /** Checks that nothing is missing. */
    public Starts {
        requireNonNull(repository, "repository is null");
        requireNonNull(branch, "branch is null");
        requireNonNull(reconcileArn, "reconcileArn is null");
        requireNonNull(patchArn, "patchArn is null");
    }

    /** Returns what each schedule is to be. */
    List<ScheduledStart> of(List<Schedule> schedules) {
        return schedules.stream()
                .map(schedule ->
                        new ScheduledStart(name(schedule), schedule.timing(), machine(schedule), input(schedule)))
                .toList();
    }

    /** Returns a digest of everything that the schedules are to be: lower-case hexadecimal. */
    public String digest(List<Schedule> schedules) {
        String text = of(schedules).stream().map(String::valueOf).sorted().collect(Collectors.joining("\n"));
        return Digests.sha256(text.getBytes(UTF_8));
    }

    private static String name(Schedule schedule) {
        String name = PREFIX + schedule.name();
        return name.length() <= NAME_LENGTH
                ? name
                : name.substring(0, NAME_LENGTH - HASH_LENGTH - 1) + "-"
                        + Digests.sha256(name.getBytes(UTF_8)).substring(0, HASH_LENGTH);
    }

    private String machine(Schedule schedule) {
        return switch (schedule.kind()) {
            case RECONCILE, CATCH_UP -> reconcileArn;
            case PATCH -> patchArn;
        };
    }

    private String input(Schedule schedule) {
        if (schedule.kind() == Schedule.Kind.PATCH) {
            ObjectNode window = JsonNodeFactory.instance
                    .objectNode()
                    .put("trigger", trigger(schedule))
                    .put("now", false)
                    .put("dryRun", false)
                    .put("reason", "schedule " + schedule.name());
            strings(window, "targets", List.of());
            return Json.text(window);
        }
        ObjectNode input = JsonNodeFactory.instance
                .objectNode()
                .put("trigger", trigger(schedule))
                .put("repository", repository)
                .put("ref", branch)
                .put("reason", "schedule " + schedule.name());
        if (schedule.kind() == Schedule.Kind.RECONCILE) {
            ObjectNode scope = input.putObject("scope");
            strings(scope, "environments", schedule.only());
            strings(scope, "except", schedule.except());
            strings(scope, "targets", List.of());
            strings(scope, "reverts", List.of());
        }
        return Json.text(input);
    }

    private static String trigger(Schedule schedule) {
        return switch (schedule.kind()) {
            case RECONCILE -> "schedule";
            case CATCH_UP -> "catch-up";
            case PATCH -> "window";
        };
    }

    private static void strings(ObjectNode object, String name, Collection<String> values) {
        values.forEach(object.putArray(name)::add);
    }
}
