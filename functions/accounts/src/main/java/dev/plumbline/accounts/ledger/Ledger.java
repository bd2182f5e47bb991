package dev.plumbline.accounts.ledger;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.session.Session;
import dev.plumbline.failure.Failure;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * The ledger, by kinds of items. Every write may be repeated. What AWS answers as an error is raised as a
 * {@link Failure} that says what happens next; a condition that does not hold is an answer.
 *
 * @param heads the heads of the branches
 * @param runs the runs
 * @param progress what the runs do
 * @param targets what is held of the targets
 * @param leases who works on the targets
 * @param stacks what is held of the stacks
 * @param questions what people are asked
 * @param cases what is done about findings
 * @param habits how the playbooks fare
 * @param estates where the newest estate lies
 * @param drifts what was changed behind their backs
 * @param patches what can be patched, and was
 */
public record Ledger(
        Heads heads,
        Runs runs,
        Progress progress,
        Targets targets,
        Leases leases,
        StackRecords stacks,
        Questions questions,
        Cases cases,
        Habits habits,
        Estates estates,
        DriftRecords drifts,
        Patches patches) {

    /** Checks that nothing is missing. */
    public Ledger {
        requireNonNull(heads, "heads is null");
        requireNonNull(runs, "runs is null");
        requireNonNull(progress, "progress is null");
        requireNonNull(targets, "targets is null");
        requireNonNull(leases, "leases is null");
        requireNonNull(stacks, "stacks is null");
        requireNonNull(questions, "questions is null");
        requireNonNull(cases, "cases is null");
        requireNonNull(habits, "habits is null");
        requireNonNull(estates, "estates is null");
        requireNonNull(drifts, "drifts is null");
        requireNonNull(patches, "patches is null");
    }

    /** Returns the ledger that lies in a table. */
    public static Ledger in(Session session, String tableName) {
        Table table = new Table(session.client(DynamoDbClient.class, DynamoDbClient::builder), tableName);
        return new Ledger(
                new Heads(table),
                new Runs(table),
                new Progress(table),
                new Targets(table),
                new Leases(table),
                new StackRecords(table),
                new Questions(table),
                new Cases(table),
                new Habits(table),
                new Estates(table),
                new DriftRecords(table),
                new Patches(table));
    }
}
