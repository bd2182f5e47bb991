package dev.plumbline.tasks.schedule;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.accounts.objects.Bucket;
import dev.plumbline.accounts.schedules.Schedules;
import dev.plumbline.accounts.stub.StubAnswer;
import dev.plumbline.accounts.stub.StubAws;
import dev.plumbline.accounts.stub.StubRequest;
import dev.plumbline.estate.Schedule;
import dev.plumbline.estate.Timing;
import dev.plumbline.estate.plan.Plan;
import dev.plumbline.estate.plan.PlanJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ScheduleTasksTest {

    private static final String MACHINE = "arn:aws:states:eu-west-1:555555555555:stateMachine:plumbline-reconcile";
    private static final String ROLE = "arn:aws:iam::555555555555:role/plumbline-scheduler";
    private static final Schedule ALL = new Schedule(
            "reconcile",
            Schedule.Kind.RECONCILE,
            new Timing("cron(0 5 * * ? *)", "Europe/Berlin", 30),
            new TreeSet<>(),
            new TreeSet<>(List.of("prod")));
    private static final Schedule PROD = new Schedule(
            "reconcile-prod",
            Schedule.Kind.RECONCILE,
            new Timing("rate(1 day)", Timing.UTC, 0),
            new TreeSet<>(List.of("prod")),
            new TreeSet<>());
    private static final Schedule CATCH_UP = new Schedule(
            "catch-up",
            Schedule.Kind.CATCH_UP,
            new Timing("rate(1 hour)", Timing.UTC, 0),
            new TreeSet<>(),
            new TreeSet<>());

    private final TreeMap<String, ObjectNode> group = new TreeMap<>();
    private final StubAws aws = new StubAws(this::answer);
    private List<Schedule> declared = List.of();

    @Test
    void apply_newSchedules_startWhatTheyShouldWhenTheyShould() {
        apply(ALL, CATCH_UP);

        assertThat(group).containsOnlyKeys("plumbline-catch-up", "plumbline-reconcile");
        ObjectNode all = schedule("plumbline-reconcile");
        assertThat(all.path("ScheduleExpression").asText()).isEqualTo("cron(0 5 * * ? *)");
        assertThat(all.path("ScheduleExpressionTimezone").asText()).isEqualTo("Europe/Berlin");
        assertThat(all.at("/FlexibleTimeWindow/MaximumWindowInMinutes").asInt()).isEqualTo(30);
        assertThat(all.at("/Target/Arn").asText()).isEqualTo(MACHINE);
        assertThat(all.at("/Target/RoleArn").asText()).isEqualTo(ROLE);
        assertThat(all.at("/Target/Input").asText())
                .contains("\"trigger\":\"schedule\"", "\"except\":[\"prod\"]", "\"environments\":[]");
        assertThat(schedule("plumbline-catch-up").at("/Target/Input").asText())
                .contains("\"trigger\":\"catch-up\"")
                .doesNotContain("scope");
    }

    @Test
    void apply_again_changesNothing() {
        apply(ALL, CATCH_UP);

        ScheduleAnswer again = apply(ALL, CATCH_UP);

        assertThat(again)
                .extracting(ScheduleAnswer::made, ScheduleAnswer::changed, ScheduleAnswer::removed)
                .containsExactly(0, 0, 0);
    }

    @Test
    void apply_renamedChangedAndRemoved_areWhatTheCommitSays() {
        apply(ALL, CATCH_UP);
        Schedule other = new Schedule(
                "catch-up", Schedule.Kind.CATCH_UP, new Timing("rate(2 hours)", Timing.UTC, 0), ALL.only(), ALL.only());

        ScheduleAnswer answer = apply(PROD, other);

        assertThat(group).containsOnlyKeys("plumbline-catch-up", "plumbline-reconcile-prod");
        assertThat(schedule("plumbline-catch-up").path("ScheduleExpression").asText())
                .isEqualTo("rate(2 hours)");
        assertThat(answer)
                .extracting(ScheduleAnswer::made, ScheduleAnswer::changed, ScheduleAnswer::removed)
                .containsExactly(1, 1, 1);
    }

    @Test
    void apply_whatSomebodyChangedByHand_isPutRight() {
        apply(CATCH_UP);
        schedule("plumbline-catch-up").put("State", "DISABLED");

        assertThat(apply(CATCH_UP).changed()).isEqualTo(1);
        assertThat(schedule("plumbline-catch-up").path("State").asText()).isEqualTo("ENABLED");
    }

    @Test
    void digest_otherSchedules_isAnother() {
        Starts starts = new Starts("github:1", "refs/heads/main", MACHINE, MACHINE.replace("reconcile", "patch"));

        assertThat(starts.digest(List.of(ALL, CATCH_UP))).isEqualTo(starts.digest(List.of(CATCH_UP, ALL)));
        assertThat(starts.digest(List.of(ALL))).isNotEqualTo(starts.digest(List.of(PROD)));
    }

    private ObjectNode schedule(String name) {
        return requireNonNull(group.get(name), name);
    }

    private ScheduleAnswer apply(Schedule... schedules) {
        declared = List.of(schedules);
        ScheduleTasks tasks = new ScheduleTasks(
                Bucket.in(aws.hub(), "bucket"),
                Schedules.in(aws.hub(), "plumbline", ROLE),
                new Starts("github:1", "refs/heads/main", MACHINE, MACHINE.replace("reconcile", "patch")));
        return tasks.run(new ScheduleInput.ApplySchedules("push-1", "runs/push-1/plan.json"));
    }

    /** The bucket, and a group of schedules. */
    private StubAnswer answer(StubRequest request) {
        String action = request.action();
        String path = action.substring(action.indexOf(' ') + 1).replaceFirst("\\?.*", "");
        String name = path.substring(path.lastIndexOf('/') + 1);
        if (!path.startsWith("/schedules")) {
            Plan plan = new Plan(Plan.VERSION, "c".repeat(40), "acme", 1, declared, List.of());
            return StubAnswer.ok(new String(PlanJson.write(plan), StandardCharsets.UTF_8));
        }
        if (path.equals("/schedules")) {
            StringBuilder names = new StringBuilder();
            group.keySet()
                    .forEach(each -> names.append(names.isEmpty() ? "" : ",")
                            .append("{\"Name\":\"")
                            .append(each)
                            .append("\"}"));
            return StubAnswer.ok("{\"Schedules\":[" + names + "]}");
        }
        return switch (action.substring(0, action.indexOf(' '))) {
            case "POST", "PUT" -> {
                group.put(name, (ObjectNode) request.json());
                yield StubAnswer.ok("{\"ScheduleArn\":\"arn\"}");
            }
            case "GET" -> StubAnswer.ok(schedule(name).toString());
            case "DELETE" -> {
                group.remove(name);
                yield StubAnswer.ok("{}");
            }
            default -> throw new AssertionError("nobody answers " + action);
        };
    }
}
