package dev.plumbline.estate.rules;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which accounts wait no more for which. Waves are what brings a commit to prod only after it was verified below it:
 * only their order counts, not their numbers. A stack that is new is held against the wave of its environment.
 */
final class WaveOrder {

    private final Map<Key, Group> earlier = new HashMap<>();
    private final Map<Key, Group> later = new HashMap<>();

    /** The stacks of an account that were in a wave. */
    private record Key(String account, int wave) {}

    /** Between which waves they are now. */
    private record Group(int first, int last) {

        Group with(Group other) {
            return new Group(Math.min(first, other.first), Math.max(last, other.last));
        }
    }

    WaveOrder(Rules before, Rules after) {
        after.accounts().forEach((account, now) -> {
            Rules.OfAccount deployed = before.accounts().get(account);
            if (deployed != null) {
                now.rollouts().forEach((stack, rollout) -> {
                    Group group = new Group(rollout.wave(), rollout.wave());
                    Rollout known = deployed.rollouts().get(stack);
                    Key key = new Key(account, known == null ? deployed.wave() : known.wave());
                    later.merge(key, group, Group::with);
                    if (known != null) {
                        earlier.merge(key, group, Group::with);
                    }
                });
            }
        });
    }

    /** Returns by account for which other accounts it waits no more. */
    SortedMap<String, SortedSet<String>> lost() {
        SortedMap<String, SortedSet<String>> lost = new TreeMap<>();
        later.forEach((key, waiting) -> earlier.forEach((other, before) -> {
            if (!other.account.equals(key.account) && other.wave < key.wave && before.last >= waiting.first) {
                lost.computeIfAbsent(key.account, account -> new TreeSet<>()).add(other.account);
            }
        }));
        return lost;
    }
}
