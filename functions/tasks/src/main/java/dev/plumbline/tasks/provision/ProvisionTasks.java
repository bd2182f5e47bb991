package dev.plumbline.tasks.provision;

import static java.util.Objects.requireNonNull;

import dev.plumbline.estate.plan.TargetPlan;
import jakarta.inject.Inject;

/** Passes what reconcile-target asks to the task that does it. */
public final class ProvisionTasks {

    private final LeaseTasks leases;
    private final ChangeSetTask changeSets;
    private final ExecutionTasks executions;
    private final RecordTask records;
    private final SettingsTask settings;
    private final RemovalTasks removals;
    private final RulesTask rules;

    /** Creates it with all tasks. */
    @Inject
    public ProvisionTasks(
            LeaseTasks leases,
            ChangeSetTask changeSets,
            ExecutionTasks executions,
            RecordTask records,
            SettingsTask settings,
            RemovalTasks removals,
            RulesTask rules) {
        this.leases = requireNonNull(leases, "leases is null");
        this.changeSets = requireNonNull(changeSets, "changeSets is null");
        this.executions = requireNonNull(executions, "executions is null");
        this.records = requireNonNull(records, "records is null");
        this.settings = requireNonNull(settings, "settings is null");
        this.removals = requireNonNull(removals, "removals is null");
        this.rules = requireNonNull(rules, "rules is null");
    }

    /** Does what is asked. */
    public ProvisionAnswer run(ProvisionInput input) {
        return switch (input) {
            case ProvisionInput.AcquireLease acquire -> leases.acquire(acquire);
            case ProvisionInput.YieldLease yielding -> leases.giveWay(yielding);
            case ProvisionInput.HoldStack hold -> records.hold(hold);
            case ProvisionInput.CreateChangeSet create ->
                create.stack().equals(TargetPlan.RULES)
                        ? rules.prepare(create)
                        : removals.of(create)
                                .map(removal -> removals.prepare(create, removal))
                                .orElseGet(() -> changeSets.prepare(create));
            case ProvisionInput.Execute execute ->
                RemovalTasks.CHANGE.equals(execute.changeSet())
                        ? removals.execute(execute)
                        : executions.execute(execute);
            case ProvisionInput.Settle settle ->
                RemovalTasks.CHANGE.equals(settle.changeSet()) ? removals.settle(settle) : executions.settle(settle);
            case ProvisionInput.RecordStack record -> records.record(record);
            case ProvisionInput.ApplySettings apply -> settings.apply(apply);
            case ProvisionInput.ReleaseLease release -> leases.release(release);
        };
    }
}
