package dev.plumbline.tasks.patch;

import dev.plumbline.accounts.calls.Answer;
import dev.plumbline.accounts.calls.Call;
import dev.plumbline.accounts.calls.Operation;
import dev.plumbline.estate.patching.PatchPolicy;
import dev.plumbline.estate.patching.VersionOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * The add-ons of a cluster, to the newest version that is compatible with its own. The template states no versions of
 * them: what is applied here drifts from nothing.
 */
final class ClusterAddons {

    private static final int MINUTES = 20;

    private final Catalog catalog;

    ClusterAddons(Catalog catalog) {
        this.catalog = catalog;
    }

    List<Offer> look(Subject subject, String cluster, String version, Account account) {
        SortedMap<String, String> newest = catalog.addons(version, account);
        List<Offer> offers = new ArrayList<>();
        for (String name : account.ask(Call.of(Operation.LIST_ADDONS).with("name", cluster))
                .texts("addons")) {
            String best = newest.getOrDefault(name, "");
            if (!best.isEmpty() && !subject.isKnownAt(ClusterPatcher.ADDON, cluster + "/" + name, best)) {
                String live = described(cluster, name, account).text("addonVersion");
                PatchStep step = ClusterPatcher.step(
                        subject,
                        ClusterPatcher.ADDON,
                        cluster + "/" + name,
                        live,
                        best,
                        "update the add-on " + name + " of " + cluster,
                        MINUTES,
                        Map.of("addon", name));
                if (!live.isEmpty() && VersionOrder.above(best, live)) {
                    offers.add(Offer.of(subject, step, PatchPolicy.MINOR));
                } else if (best.equals(live)) {
                    offers.add(Offer.alreadyThere(subject, step));
                }
            }
        }
        return offers;
    }

    private static Answer described(String cluster, String addon, Account account) {
        return account.ask(
                        Call.of(Operation.DESCRIBE_ADDON).with("name", cluster).with("addonName", addon))
                .at("addon");
    }

    void update(PatchStep step, String run, Account account) {
        account.ask(Call.of(Operation.UPDATE_ADDON)
                .with("name", step.detail("cluster"))
                .with("addonName", step.detail("addon"))
                .with("addonVersion", step.to())
                .with("resolveConflicts", "PRESERVE")
                .with("clientRequestToken", step.token(run)));
    }

    boolean applied(PatchStep step, Account account) {
        Answer addon = described(step.detail("cluster"), step.detail("addon"), account);
        ClusterPatcher.judge("the add-on " + step.detail("addon"), addon);
        return addon.text("addonVersion").equals(step.to());
    }
}
