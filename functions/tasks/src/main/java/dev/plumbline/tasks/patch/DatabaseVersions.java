package dev.plumbline.tasks.patch;

import dev.plumbline.accounts.calls.Answer;
import dev.plumbline.estate.patching.PatchKind;
import dev.plumbline.estate.patching.PatchPolicy;
import dev.plumbline.estate.patching.VersionOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Which version of its engine a database is to have, and the steps to it. */
final class DatabaseVersions {

    private static final int MINUTES = 60;

    private final Catalog catalog = new Catalog();

    /**
     * Returns the steps to the declared version, or to the newest minor one where that is wanted; replicas first,
     * unless they are there already.
     */
    List<Offer> look(Subject subject, Answer source, Map<String, Answer> instances, Account account) {
        String live = source.text("EngineVersion");
        String declared = subject.declared("Version");
        boolean wanted = !declared.isEmpty() && VersionOrder.above(declared, live);
        String newest = subject.patching().policy().allows(PatchPolicy.MINOR) ? newest(subject, source, account) : live;
        boolean offered = VersionOrder.above(newest, live) && VersionOrder.above(newest, declared);
        if (!wanted && !offered) {
            return List.of();
        }
        String to = offered ? newest : declared;
        PatchPolicy first = offered ? PatchPolicy.MINOR : PatchPolicy.NONE;
        if (!subject.patching().windowed()) {
            return List.of(Offer.toldOnly(
                    subject,
                    step(
                            subject,
                            source.text("DBInstanceIdentifier"),
                            live,
                            to,
                            "a newer minor version is out: declare it at "
                                    + subject.stack().at(),
                            new TreeMap<>())));
        }
        Optional<String> behind = subject.outputs("Replicas").stream()
                .flatMap(replica -> Optional.ofNullable(instances.get(replica)).stream())
                .map(replica -> replica.text("EngineVersion"))
                .filter(version -> VersionOrder.above(to, version))
                .min(VersionOrder::compare);
        return steps(subject, source.text("DBInstanceIdentifier"), live, behind, to, first);
    }

    /** Returns the steps from the versions that the stack was deployed with to the declared one. */
    static List<Offer> declared(Subject subject) {
        String live = subject.deployed("Version");
        String to = subject.declared("Version");
        String id = subject.output("Database");
        boolean wanted = subject.patching().windowed()
                && !live.isEmpty()
                && !to.isEmpty()
                && !id.isEmpty()
                && VersionOrder.above(to, live);
        if (!wanted) {
            return List.of();
        }
        String replicas = subject.deployed("ReplicaVersion");
        Optional<String> behind = Optional.of(replicas.isEmpty() ? live : replicas)
                .filter(version -> !subject.outputs("Replicas").isEmpty() && VersionOrder.above(to, version));
        return steps(subject, id, live, behind, to, PatchPolicy.NONE);
    }

    private static List<Offer> steps(
            Subject subject, String id, String live, Optional<String> behind, String to, PatchPolicy first) {
        List<Offer> offers = new ArrayList<>();
        behind.ifPresent(version -> subject.parameter("ReplicaVersion")
                .ifPresent(
                        parameter -> offers.add(version(subject, "replicas of " + id, parameter, version, to, first))));
        subject.parameter("Version")
                .ifPresent(parameter -> offers.add(version(subject, id, parameter, live, to, first)));
        return offers;
    }

    private static Offer version(
            Subject subject, String id, String parameter, String live, String to, PatchPolicy first) {
        SortedMap<String, String> parameters = new TreeMap<>(Map.of(parameter, to));
        String says = "upgrade " + id + " from PostgreSQL " + live + " to " + to;
        return Offer.of(subject, step(subject, id, live, to, says, parameters), first)
                .heldBy(subject.parameter("Version").orElse(parameter));
    }

    private static PatchStep step(
            Subject subject, String id, String from, String to, String says, SortedMap<String, String> parameters) {
        boolean source = id.equals(subject.output("Database"));
        return new PatchStep(
                subject.stack().stack(),
                PatchKind.DATABASES.word(),
                DatabasesPatcher.VERSION,
                id,
                from,
                to,
                says,
                MINUTES,
                parameters,
                new TreeMap<>(Map.of(
                        "ids",
                        source ? id : String.join(",", subject.outputs("Replicas")),
                        "id",
                        source ? id : "",
                        "source",
                        Boolean.toString(source))));
    }

    /**
     * Returns the newest version of the same major one to which RDS upgrades directly and that is not held back; the
     * live one where there is none.
     */
    private String newest(Subject subject, Answer source, Account account) {
        String held = subject.parameter("Version")
                .map(name -> subject.patching().hold().get(name))
                .orElse("");
        String live = source.text("EngineVersion");
        return catalog.minorTargets(source.text("Engine"), live, account).stream()
                .filter(version -> held.isEmpty() || !VersionOrder.above(version, held))
                .max(VersionOrder::compare)
                .orElse(live);
    }
}
