package dev.plumbline.estate.rules;

import dev.plumbline.estate.patching.Blackout;
import dev.plumbline.estate.patching.Patching;
import dev.plumbline.estate.patching.VersionOrder;
import dev.plumbline.estate.patching.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What is softer in one policy for patches than in another: what changes versions at other times, sooner, or further.
 * Of two windows none is the stricter one: another window asks. A stack without windows has nothing to soften.
 */
final class PatchSoftenings {

    private PatchSoftenings() {}

    static List<Softening> of(String stack, Rollout deployed, Rollout wanted) {
        Patching before = deployed.patching();
        Patching after = wanted.patching();
        List<Softening> softened = new ArrayList<>();
        if (!before.windowed()) {
            return softened;
        }
        if (!after.windowed() || !before.windows().containsAll(after.windows())) {
            softened.add(new Softening("windows of " + stack, windows(before), windows(after)));
        }
        SortedSet<String> released = new TreeSet<>(deployed.windowed());
        released.removeAll(wanted.windowed());
        if (after.windowed() && !released.isEmpty()) {
            softened.add(new Softening(
                    String.join(", ", released) + " of " + stack, "changed in a window", "changed at once"));
        }
        if (after.policy().compareTo(before.policy()) > 0) {
            softened.add(new Softening(
                    "patches of " + stack,
                    before.policy().word(),
                    after.policy().word()));
        }
        before.blackouts().stream()
                .filter(blackout -> !after.blackouts().contains(blackout))
                .map(Blackout::told)
                .forEach(told -> softened.add(new Softening("blackouts of " + stack, told, "no such blackout")));
        before.hold().forEach((name, version) -> {
            String now = after.hold().getOrDefault(name, "");
            if (now.isEmpty() || VersionOrder.above(now, version)) {
                softened.add(new Softening(
                        name + " of " + stack, "held at " + version, now.isEmpty() ? "not held" : "held at " + now));
            }
        });
        if (after.bake().compareTo(before.bake()) < 0) {
            softened.add(new Softening(
                    "bake of " + stack, before.bake().toString(), after.bake().toString()));
        }
        if (after.concurrency() > before.concurrency()) {
            softened.add(new Softening(
                    "patches of " + stack + " at once", "" + before.concurrency(), "" + after.concurrency()));
        }
        return softened;
    }

    private static String windows(Patching patching) {
        return patching.windows().isEmpty()
                ? "none"
                : patching.windows().stream().map(PatchSoftenings::told).collect(Collectors.joining(", "));
    }

    private static String told(Window window) {
        return window.expression() + " " + window.timeZone() + " for " + window.duration();
    }
}
