package dev.plumbline.tasks.patch;

import dev.plumbline.accounts.calls.Call;
import dev.plumbline.accounts.calls.Operation;
import dev.plumbline.estate.patching.VersionOrder;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * What AWS offers for a version, which is the same for every account of a region. A run asks for it once, whatever
 * number of clusters and databases it looks at, and again where it goes on for more than an hour.
 */
final class Catalog {

    private static final Duration FRESH = Duration.ofHours(1);

    private final Map<String, Known> known = new ConcurrentHashMap<>();

    private record Known(String run, Instant at, Object what) {

        boolean isFor(Account account) {
            return run.equals(account.run()) && at.plus(FRESH).isAfter(account.now());
        }
    }

    /** Returns the newest version of each add-on that is compatible with a version of Kubernetes. */
    @SuppressWarnings("unchecked") // what was put under this key
    SortedMap<String, String> addons(String version, Account account) {
        return (SortedMap<String, String>) once("addons/" + version, account, () -> addonsNow(version, account));
    }

    /** Returns when standard support of a version of Kubernetes ends, or nothing where EKS does not tell. */
    @SuppressWarnings("unchecked") // what was put under this key
    Optional<Instant> supportEnds(String version, Account account) {
        return (Optional<Instant>) once(
                "support/" + version,
                account,
                () -> account
                        .ask(Call.of(Operation.DESCRIBE_CLUSTER_VERSIONS).with("clusterVersions", version))
                        .items("clusterVersions")
                        .stream()
                        .map(found -> found.text("endOfStandardSupportDate"))
                        .filter(seconds -> !seconds.isEmpty())
                        .map(seconds -> Instant.ofEpochSecond(new BigDecimal(seconds).longValue()))
                        .findFirst());
    }

    /** Returns the minor versions to which RDS upgrades directly from a version of an engine. */
    @SuppressWarnings("unchecked") // what was put under this key
    List<String> minorTargets(String engine, String version, Account account) {
        return (List<String>) once(
                "engine/" + engine + "/" + version,
                account,
                () -> account
                        .ask(Call.of(Operation.DESCRIBE_ENGINE_VERSIONS)
                                .with("Engine", engine)
                                .with("EngineVersion", version))
                        .items("DBEngineVersions")
                        .stream()
                        .flatMap(found -> found.items("ValidUpgradeTarget").stream())
                        .filter(target -> !target.flag("IsMajorVersionUpgrade"))
                        .map(target -> target.text("EngineVersion"))
                        .toList());
    }

    /** Returns the value of a public parameter, such as the newest release of an image; empty where there is none. */
    String parameter(String name, Account account) {
        return (String) once(
                "parameter/" + name,
                account,
                () -> account.ask(Call.of(Operation.GET_PARAMETER).with("Name", name))
                        .at("Parameter")
                        .text("Value"));
    }

    private Object once(String what, Account account, Supplier<Object> ask) {
        String key = account.calls().region() + "/" + what;
        return known.compute(
                        key,
                        (ignored, before) -> before != null && before.isFor(account)
                                ? before
                                : new Known(account.run(), account.now(), ask.get()))
                .what();
    }

    private static SortedMap<String, String> addonsNow(String version, Account account) {
        SortedMap<String, String> newest = new TreeMap<>();
        account.ask(Call.of(Operation.DESCRIBE_ADDON_VERSIONS).with("kubernetesVersion", version))
                .items("addons")
                .forEach(addon -> addon.items("addonVersions").stream()
                        .map(offered -> offered.text("addonVersion"))
                        .max(VersionOrder::compare)
                        .ifPresent(best -> newest.put(addon.text("addonName"), best)));
        return newest;
    }
}
