package dev.plumbline.estate.read;

import dev.plumbline.estate.Blueprint;
import dev.plumbline.estate.ProblemCode;
import dev.plumbline.estate.Problems;
import dev.plumbline.estate.Suggestion;
import dev.plumbline.estate.patching.Blackout;
import dev.plumbline.estate.patching.PatchPolicy;
import dev.plumbline.estate.patching.Patching;
import dev.plumbline.estate.patching.Window;
import dev.plumbline.estate.yaml.Fields;
import dev.plumbline.estate.yaml.Node;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one place states of patching; null where it leaves something to the place around it.
 *
 * @param policy how far it goes
 * @param windows when
 * @param blackouts when not, besides those of the places around
 * @param hold versions that are not gone beyond
 * @param bake for how long the wave below has to be healthy first
 * @param concurrency how many targets at once
 */
record PatchingRules(
        @Nullable PatchPolicy policy,
        @Nullable List<Window> windows,
        List<Blackout> blackouts,
        SortedMap<String, String> hold,
        @Nullable Duration bake,
        @Nullable Integer concurrency) {

    /** States nothing. */
    static final PatchingRules NONE = new PatchingRules(null, null, List.of(), new TreeMap<>(), null, null);

    private static final int MOST_CONCURRENCY = 1_000;
    private static final int MOST_BLACKOUTS = 100;

    /** Reads the key {@code patching} of {@code plumbline.yaml} or of an environment. */
    static PatchingRules read(Fields of, Problems problems) {
        return of.mapping("patching")
                .map(mapping -> {
                    Fields fields = new Fields(mapping, "patching", problems);
                    return rules(fields, new TreeMap<>(), problems);
                })
                .orElse(NONE);
    }

    /** Reads the key {@code patching} of a stack, which may hold versions. */
    static PatchingRules ofStack(Fields of, Optional<Blueprint> blueprint, Problems problems) {
        return of.mapping("patching")
                .map(mapping -> {
                    Fields fields = new Fields(mapping, "patching", problems);
                    return rules(fields, held(fields, blueprint, problems), problems);
                })
                .orElse(NONE);
    }

    private static PatchingRules rules(Fields fields, SortedMap<String, String> hold, Problems problems) {
        PatchPolicy policy =
                fields.text("policy").flatMap(word -> policy(word, problems)).orElse(null);
        List<Window> windows =
                fields.list("windows").map(list -> windows(list, problems)).orElse(null);
        List<Blackout> blackouts =
                fields.list("blackouts").map(list -> blackouts(list, problems)).orElse(List.of());
        Duration bake = Expiry.read(fields, "bake", problems).orElse(null);
        Integer concurrency = new Numbers(problems)
                .take(fields, "concurrency", 1, MOST_CONCURRENCY)
                .orElse(null);
        fields.finish();
        return new PatchingRules(policy, windows, blackouts, hold, bake, concurrency);
    }

    /** Returns these rules, completed by those around them. Blackouts add up. */
    Patching within(Patching around) {
        List<Blackout> all = new ArrayList<>(around.blackouts());
        all.addAll(blackouts);
        return new Patching(
                policy == null ? around.policy() : policy,
                windows == null ? around.windows() : windows,
                all,
                hold,
                bake == null ? around.bake() : bake,
                concurrency == null ? around.concurrency() : concurrency);
    }

    private static Optional<PatchPolicy> policy(Node.Scalar word, Problems problems) {
        Optional<PatchPolicy> policy = PatchPolicy.of(word.text());
        if (policy.isEmpty()) {
            List<String> allowed =
                    Arrays.stream(PatchPolicy.values()).map(PatchPolicy::word).toList();
            problems.add(
                    word.position(),
                    ProblemCode.WRONG_VALUE,
                    "policy is one of " + String.join(", ", allowed) + ", not " + word.text(),
                    Suggestion.closest(word.text(), allowed)
                            .map(close -> "did you mean " + close + "?")
                            .orElse(""));
        }
        return policy;
    }

    private static List<Window> windows(Node.Items list, Problems problems) {
        List<Window> windows = new ArrayList<>();
        for (Node item : list.all()) {
            Fields.mapping(item, "a window", problems)
                    .flatMap(mapping -> window(new Fields(mapping, "a window", problems), problems))
                    .ifPresent(windows::add);
        }
        return windows;
    }

    private static Optional<Window> window(Fields fields, Problems problems) {
        Optional<String> opens = fields.requireText("opens", "such as cron(0 2 ? * SUN *)")
                .flatMap(text -> ScheduleRules.cron(text, problems));
        fields.require("duration", "for how long it is open, such as 4h");
        Optional<Duration> duration = Expiry.read(fields, "duration", Window.LONGEST, problems);
        Optional<String> zone = fields.requireText("time-zone", "such as Europe/Berlin, or UTC")
                .flatMap(text -> ScheduleRules.zone(text, problems));
        fields.finish();
        return opens.isPresent() && duration.isPresent() && zone.isPresent()
                ? Optional.of(new Window(opens.get(), zone.get(), duration.get()))
                : Optional.empty();
    }

    private static List<Blackout> blackouts(Node.Items list, Problems problems) {
        if (list.all().size() > MOST_BLACKOUTS) {
            problems.add(
                    list.position(),
                    ProblemCode.TOO_LARGE,
                    "there are " + list.all().size() + " blackouts",
                    "at most " + MOST_BLACKOUTS);
            return List.of();
        }
        List<Blackout> blackouts = new ArrayList<>();
        for (Node item : list.all()) {
            Fields.mapping(item, "a blackout", problems)
                    .flatMap(mapping -> blackout(new Fields(mapping, "a blackout", problems), problems))
                    .ifPresent(blackouts::add);
        }
        return blackouts;
    }

    private static Optional<Blackout> blackout(Fields fields, Problems problems) {
        Optional<LocalDate> from = fields.requireText("from", "the first day, such as \"2026-12-20\"")
                .flatMap(text -> FindingRules.date(text, problems));
        Optional<Node.Scalar> last = fields.requireText("to", "the last day, such as \"2027-01-06\"");
        Optional<LocalDate> to = last.flatMap(text -> FindingRules.date(text, problems));
        String reason = fields.requireText("reason", "why, for those who read it later")
                .map(Node.Scalar::text)
                .orElse("");
        fields.finish();
        if (from.isEmpty() || to.isEmpty()) {
            return Optional.empty();
        }
        if (to.get().isBefore(from.get())) {
            problems.add(
                    last.get().position(),
                    ProblemCode.WRONG_VALUE,
                    "the blackout ends before it begins, on " + from.get(),
                    "to is the last day");
            return Optional.empty();
        }
        return Optional.of(new Blackout(from.get(), to.get(), reason));
    }

    private static SortedMap<String, String> held(Fields of, Optional<Blueprint> blueprint, Problems problems) {
        SortedMap<String, String> held = new TreeMap<>();
        for (Node.Entry entry : of.mapping("hold")
                .map(Node.Entries::all)
                .orElseGet(TreeMap::new)
                .values()) {
            Node.Scalar name = entry.key();
            blueprint
                    .filter(known -> !known.windowed().contains(name.text()))
                    .ifPresent(known -> problems.add(
                            name.position(),
                            ProblemCode.UNKNOWN_PARAMETER,
                            "the blueprint " + known.name() + " changes no parameter " + name.text() + " in windows",
                            known.windowed().isEmpty()
                                    ? "it changes none there"
                                    : Suggestion.hint(name.text(), known.windowed())));
            Fields.text(entry.value(), name.text(), problems)
                    .ifPresent(version -> held.put(name.text(), version.text()));
        }
        return held;
    }
}
