package dev.plumbline.tasks.playbooks;

import dev.plumbline.accounts.calls.Answer;
import dev.plumbline.accounts.calls.Call;
import dev.plumbline.accounts.calls.Operation;
import dev.plumbline.failure.Waiting;
import dev.plumbline.tasks.findings.Fact;
import dev.plumbline.tasks.findings.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A database that has a public address, no backups, or no protection from being deleted: each is put right, at once and
 * not in the next window.
 */
final class ExposedDatabase implements ThingPlaybook {

    static final String NAME = "exposed-database";

    private static final int DAYS = 7;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<Operation> operations() {
        return Set.of(Operation.DESCRIBE_DB_INSTANCES, Operation.MODIFY_DB_INSTANCE);
    }

    @Override
    public Optional<String> resource(Finding finding) {
        return finding.fact(Fact.DATABASE).or(() -> finding.fact(Fact.DATABASE_ID));
    }

    @Override
    public Optional<Answer> find(Subject subject, Hands hands) {
        return hands.look(Operation.DESCRIBE_DB_INSTANCES, wanted(subject)).items("DBInstances").stream()
                .filter(database -> isMeant(database, subject))
                .findFirst();
    }

    @Override
    public Inspection inspect(Answer database, Subject subject, Hands hands) {
        List<Step> steps = steps(database);
        if (!steps.isEmpty() && !database.text("DBInstanceStatus").equals("available")) {
            throw new Waiting("The database " + database.text("DBInstanceIdentifier") + " is "
                    + database.text("DBInstanceStatus") + ".");
        }
        return Inspection.tagged(
                steps,
                ResourceTags.of(database, "TagList", "Key", "Value"),
                "set PubliclyAccessible to false, BackupRetentionPeriod above 0 and DeletionProtection to true");
    }

    private static Parameters wanted(Subject subject) {
        String name = subject.fact(Fact.DATABASE);
        if (!name.isEmpty()) {
            return Parameters.of("DBInstanceIdentifier", name);
        }
        return Parameters.of().rdsFilter("dbi-resource-id", subject.fact(Fact.DATABASE_ID));
    }

    /** A filter that is not understood leaves every database in; no other than this one is to be touched. */
    private static boolean isMeant(Answer database, Subject subject) {
        String name = subject.fact(Fact.DATABASE);
        return name.isEmpty()
                ? database.text("DbiResourceId").equals(subject.fact(Fact.DATABASE_ID))
                : database.text("DBInstanceIdentifier").equals(name);
    }

    private static List<Step> steps(Answer database) {
        String id = database.text("DBInstanceIdentifier");
        List<Step> steps = new ArrayList<>();
        if (database.flag("PubliclyAccessible")) {
            steps.add(Step.of(
                            "take the public address of " + id + " away",
                            modify(id).with("PubliclyAccessible", false).call(Operation.MODIFY_DB_INSTANCE),
                            modify(id).with("PubliclyAccessible", true).call(Operation.MODIFY_DB_INSTANCE))
                    .interrupting());
        }
        if (database.number("BackupRetentionPeriod") == 0
                && database.text("ReadReplicaSourceDBInstanceIdentifier").isEmpty()) {
            // Going from none to some is noticed: the first backup is taken at once.
            steps.add(Step.of("keep backups of " + id + " for " + DAYS + " days", backups(id, DAYS), backups(id, 0))
                    .interrupting());
        }
        if (!database.flag("DeletionProtection")) {
            steps.add(Step.of(
                    "protect " + id + " from being deleted",
                    modify(id).with("DeletionProtection", true).call(Operation.MODIFY_DB_INSTANCE),
                    modify(id).with("DeletionProtection", false).call(Operation.MODIFY_DB_INSTANCE)));
        }
        return steps;
    }

    private static Call backups(String id, int days) {
        return modify(id).with("BackupRetentionPeriod", days).call(Operation.MODIFY_DB_INSTANCE);
    }

    private static Parameters modify(String id) {
        return Parameters.of("DBInstanceIdentifier", id).with("ApplyImmediately", true);
    }
}
