package dev.plumbline.accounts.schedules;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.errors.ErrorCode;
import dev.plumbline.accounts.errors.ErrorTable;
import dev.plumbline.accounts.session.Session;
import dev.plumbline.estate.Timing;
import dev.plumbline.failure.Failure;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.scheduler.SchedulerClient;
import software.amazon.awssdk.services.scheduler.model.FlexibleTimeWindow;
import software.amazon.awssdk.services.scheduler.model.FlexibleTimeWindowMode;
import software.amazon.awssdk.services.scheduler.model.GetScheduleResponse;
import software.amazon.awssdk.services.scheduler.model.RetryPolicy;
import software.amazon.awssdk.services.scheduler.model.ScheduleState;
import software.amazon.awssdk.services.scheduler.model.Target;

/**
 * The schedules of one group, all of which start executions under one role. Each method may be repeated. What AWS
 * answers as an error is raised as a {@link Failure} that says what happens next.
 */
public final class Schedules {

    /** A start that could not be delivered for an hour has lost its sense: the next one comes. */
    private static final RetryPolicy RETRIES = RetryPolicy.builder()
            .maximumEventAgeInSeconds(3_600)
            .maximumRetryAttempts(20)
            .build();

    private static final String DESCRIPTION =
            "Kept by Plumbline from the live repository; changes made here do not last";
    private static final ErrorCode MISSING = new ErrorCode("ResourceNotFoundException");
    private static final ErrorCode CONFLICT = new ErrorCode("ConflictException");
    private static final ErrorTable ERRORS = ErrorTable.of("EventBridge Scheduler")
            .retry("ConflictException", "InternalServerException")
            .stall("The schedules' group is missing: deploy template.yaml again", "ResourceNotFoundException")
            .stall(
                    "The account has as many schedules as it may: ask AWS for a higher quota",
                    "ServiceQuotaExceededException")
            .build();

    private final SchedulerClient client;
    private final String group;
    private final String roleArn;

    private Schedules(SchedulerClient client, String group, String roleArn) {
        this.client = requireNonNull(client, "client is null");
        this.group = requireNonNull(group, "group is null");
        this.roleArn = requireNonNull(roleArn, "roleArn is null");
    }

    /**
     * Returns the gateway to a group.
     *
     * @param roleArn the role under which its schedules start executions
     */
    public static Schedules in(Session session, String group, String roleArn) {
        return new Schedules(session.client(SchedulerClient.class, SchedulerClient::builder), group, roleArn);
    }

    /** Returns the names of the group's schedules. */
    public SortedSet<String> names() {
        return ERRORS.call(
                "list the schedules of group " + group,
                () -> client.listSchedulesPaginator(request -> request.groupName(group)).schedules().stream()
                        .map(schedule -> schedule.name())
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    /** Returns whether a schedule is there, enabled, and exactly as it is wanted. */
    public boolean holds(ScheduledStart wanted) {
        Optional<GetScheduleResponse> found = ERRORS.callUnless(
                MISSING,
                what("look at", wanted.name()),
                () -> client.getSchedule(request -> request.groupName(group).name(wanted.name())));
        return found.filter(schedule -> schedule.state() == ScheduleState.ENABLED)
                .filter(schedule ->
                        schedule.scheduleExpression().equals(wanted.timing().expression()))
                .filter(schedule -> schedule.scheduleExpressionTimezone()
                        .equals(wanted.timing().timeZone()))
                .filter(schedule -> schedule.flexibleTimeWindow().equals(window(wanted.timing())))
                .filter(schedule -> schedule.target().arn().equals(wanted.machineArn()))
                .filter(schedule -> schedule.target().roleArn().equals(roleArn))
                .filter(schedule -> wanted.input().equals(schedule.target().input()))
                .isPresent();
    }

    /** Makes a schedule; does nothing where one of that name is there already. */
    public void create(ScheduledStart wanted) {
        ERRORS.callUnless(
                CONFLICT,
                what("make", wanted.name()),
                () -> client.createSchedule(request -> request.groupName(group)
                        .name(wanted.name())
                        .description(DESCRIPTION)
                        .state(ScheduleState.ENABLED)
                        .scheduleExpression(wanted.timing().expression())
                        .scheduleExpressionTimezone(wanted.timing().timeZone())
                        .flexibleTimeWindow(window(wanted.timing()))
                        .target(target(wanted))));
    }

    /** Makes a schedule that is there what is wanted. */
    public void update(ScheduledStart wanted) {
        ERRORS.call(
                what("change", wanted.name()),
                () -> client.updateSchedule(request -> request.groupName(group)
                        .name(wanted.name())
                        .description(DESCRIPTION)
                        .state(ScheduleState.ENABLED)
                        .scheduleExpression(wanted.timing().expression())
                        .scheduleExpressionTimezone(wanted.timing().timeZone())
                        .flexibleTimeWindow(window(wanted.timing()))
                        .target(target(wanted))));
    }

    /** Deletes a schedule; does nothing where there is none. */
    public void delete(String name) {
        ERRORS.callUnless(
                MISSING,
                what("delete", name),
                () -> client.deleteSchedule(request -> request.groupName(group).name(name)));
    }

    private Target target(ScheduledStart wanted) {
        return Target.builder()
                .arn(wanted.machineArn())
                .roleArn(roleArn)
                .input(wanted.input())
                .retryPolicy(RETRIES)
                .build();
    }

    private static FlexibleTimeWindow window(Timing timing) {
        FlexibleTimeWindow.Builder window = FlexibleTimeWindow.builder();
        return timing.jitter() == 0
                ? window.mode(FlexibleTimeWindowMode.OFF).build()
                : window.mode(FlexibleTimeWindowMode.FLEXIBLE)
                        .maximumWindowInMinutes(timing.jitter())
                        .build();
    }

    private String what(String verb, String name) {
        return verb + " schedule " + name + " of group " + group;
    }
}
