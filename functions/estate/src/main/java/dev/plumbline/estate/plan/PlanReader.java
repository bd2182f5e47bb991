package dev.plumbline.estate.plan;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plumbline.estate.Approvals;
import dev.plumbline.estate.AwsMove;
import dev.plumbline.estate.Check;
import dev.plumbline.estate.Drift;
import dev.plumbline.estate.DriftPolicy;
import dev.plumbline.estate.OutputKey;
import dev.plumbline.estate.Position;
import dev.plumbline.estate.Schedule;
import dev.plumbline.estate.Setting;
import dev.plumbline.estate.Settings;
import dev.plumbline.estate.StackKey;
import dev.plumbline.estate.TargetKey;
import dev.plumbline.estate.Timing;
import dev.plumbline.estate.Value;
import dev.plumbline.estate.rules.StackRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads the parts of a plan; what {@link PlanWriter} wrote. Anything else is an {@link IllegalArgumentException}. */
final class PlanReader {

    private final String commit;
    private final Map<String, PlannedBlueprint> blueprints = new HashMap<>();

    /** Creates a reader for a document with its own blueprints. */
    PlanReader(String commit, JsonNode document) {
        this.commit = commit;
        for (Map.Entry<String, JsonNode> blueprint :
                field(document, "blueprints").properties()) {
            blueprints.put(blueprint.getKey(), blueprint(blueprint.getKey(), blueprint.getValue()));
        }
    }

    TargetPlan target(JsonNode target) {
        TargetKey key = targetKey(target);
        List<List<StackPlan>> levels = new ArrayList<>();
        for (JsonNode level : field(target, "levels")) {
            List<StackPlan> stacks = new ArrayList<>();
            for (JsonNode stack : level) {
                stacks.add(stack(key, stack));
            }
            levels.add(stacks);
        }
        List<Setting> settings = new ArrayList<>();
        for (Map.Entry<String, JsonNode> setting : field(target, "settings").properties()) {
            settings.add(setting(setting.getKey(), setting.getValue().textValue()));
        }
        return new TargetPlan(
                commit,
                field(target, "wave").intValue(),
                text(target, "environment"),
                key,
                levels,
                field(target, "last").booleanValue(),
                texts(target, "declared"),
                new Settings(settings),
                drift(target.path("drift").asText(Drift.REVERT.word())),
                removals(key, target),
                softens(target));
    }

    /** Only a target that has any says so. */
    private static List<String> softens(JsonNode target) {
        List<String> softens = new ArrayList<>();
        target.path("softens").forEach(rule -> softens.add(text(rule)));
        return softens;
    }

    /** Only a target that has any says so. */
    private static List<Removal> removals(TargetKey target, JsonNode document) {
        List<Removal> removals = new ArrayList<>();
        for (JsonNode removal : document.path("removals")) {
            SortedSet<StackKey> dependants = new TreeSet<>();
            field(removal, "dependants").forEach(dependant -> dependants.add(stackKey(dependant)));
            removals.add(new Removal(new StackKey(target, text(removal, "name")), dependants));
        }
        return removals;
    }

    private StackPlan stack(TargetKey target, JsonNode stack) {
        String blueprintName = text(stack, "blueprint");
        PlannedBlueprint blueprint = blueprints.get(blueprintName);
        if (blueprint == null) {
            throw new IllegalArgumentException("a plan without its blueprint " + blueprintName);
        }
        SortedMap<String, Value<OutputKey>> parameters = new TreeMap<>();
        for (Map.Entry<String, JsonNode> parameter : field(stack, "parameters").properties()) {
            parameters.put(parameter.getKey(), value(parameter.getValue()));
        }
        SortedSet<StackKey> needs = new TreeSet<>();
        field(stack, "needs").forEach(need -> needs.add(stackKey(need)));
        return new StackPlan(
                new StackKey(target, text(stack, "name")),
                blueprint,
                parameters,
                textMap(stack, "tags"),
                needs,
                rules(stack, blueprint),
                windowing(stack),
                Position.parse(text(stack, "position")));
    }

    /** A plan of before rules were read from the deployed commit has its own: its template says what holds data. */
    private static StackRules rules(JsonNode stack, PlannedBlueprint blueprint) {
        return new StackRules(
                Approvals.of(text(stack, "approvals"))
                        .orElseThrow(() -> new IllegalArgumentException("unknown approvals")),
                Duration.parse(text(stack, "approvalsExpireAfter")),
                driftPolicy(stack),
                stack.has("stateful") ? texts(stack, "stateful") : blueprint.stateful(),
                stack.path("ruledBy").asText(""));
    }

    /** A plan of before there were such policies says nothing: the default holds. */
    private static DriftPolicy driftPolicy(JsonNode stack) {
        if (!stack.has("drift")) {
            return DriftPolicy.DEFAULT;
        }
        SortedMap<String, Drift> resources = new TreeMap<>();
        textMap(stack, "resources").forEach((id, word) -> resources.put(id, drift(word)));
        return new DriftPolicy(drift(text(stack, "drift")), resources);
    }

    /** A plan of before there were windows says nothing: everything was pushed. */
    private static Windowing windowing(JsonNode stack) {
        return stack.has("waits")
                ? new Windowing(field(stack, "waits").booleanValue(), textMap(stack, "patch"))
                : Windowing.PUSHED;
    }

    private static Drift drift(String word) {
        return Drift.of(word).orElseThrow(() -> new IllegalArgumentException("unknown drift policy " + word));
    }

    /** Reads what starts runs by itself; nothing where a plan was written before there was any such thing. */
    static List<Schedule> schedules(JsonNode plan) {
        List<Schedule> schedules = new ArrayList<>();
        for (JsonNode schedule : plan.path("schedules")) {
            schedules.add(new Schedule(
                    text(schedule, "name"),
                    Schedule.Kind.valueOf(text(schedule, "kind")),
                    new Timing(
                            text(schedule, "expression"),
                            text(schedule, "timeZone"),
                            field(schedule, "jitter").intValue()),
                    texts(schedule, "only"),
                    texts(schedule, "except")));
        }
        return schedules;
    }

    private static Value<OutputKey> value(JsonNode value) {
        if (value.isTextual()) {
            return Value.text(value.textValue());
        }
        if (value.isArray()) {
            return new Value.Sequence<>(values(value));
        }
        if (value.has("bare")) {
            return new Value.Literal<>(text(value, "bare"), Value.Kind.BARE);
        }
        if (value.has("joined")) {
            return new Value.Joined<>(values(field(value, "joined")));
        }
        if (value.has("mapping")) {
            SortedMap<String, Value<OutputKey>> entries = new TreeMap<>();
            field(value, "mapping").properties().forEach(entry -> entries.put(entry.getKey(), value(entry.getValue())));
            return new Value.Mapping<>(entries);
        }
        return new Value.Reference<>(new OutputKey(stackKey(value), text(value, "output")));
    }

    private static List<Value<OutputKey>> values(JsonNode array) {
        List<Value<OutputKey>> values = new ArrayList<>();
        array.forEach(item -> values.add(value(item)));
        return values;
    }

    private static PlannedBlueprint blueprint(String name, JsonNode blueprint) {
        List<Check> checks = new ArrayList<>();
        field(blueprint, "checks").forEach(check -> checks.add(check(check)));
        return new PlannedBlueprint(
                name,
                text(blueprint, "version"),
                text(blueprint, "template"),
                textMap(blueprint, "defaults"),
                texts(blueprint, "secrets"),
                checks,
                texts(blueprint, "stateful"),
                texts(blueprint, "windowed"),
                moves(blueprint));
    }

    /** Only a blueprint of which AWS moves something says so. */
    private static List<AwsMove> moves(JsonNode blueprint) {
        List<AwsMove> moves = new ArrayList<>();
        for (JsonNode move : blueprint.path("moves")) {
            moves.add(new AwsMove(
                    text(move, "resource"),
                    text(move, "type"),
                    text(move, "property"),
                    text(move, "parameter"),
                    move.has("upTo")
                            ? new AwsMove.Reach.UpTo(text(move, "upTo"))
                            : new AwsMove.Reach.SameMajorVersion()));
        }
        return moves;
    }

    private static Check check(JsonNode check) {
        if (check.has("probe")) {
            return new Check.Probe(
                    text(check, "id"), text(check, "says"), text(check, "probe"), textMap(check, "with"));
        }
        return new Check.Expectation(
                text(check, "id"),
                text(check, "says"),
                text(check, "resource"),
                text(check, "type"),
                field(check, "conditional").booleanValue(),
                text(check, "expect"),
                check.has("seen") ? text(check, "seen") : null);
    }

    private static Setting setting(String key, String value) {
        return switch (key) {
            case Setting.EbsEncryptionByDefault.KEY -> new Setting.EbsEncryptionByDefault(value.equals("true"));
            case Setting.DefaultSecurityGroupClosed.KEY -> new Setting.DefaultSecurityGroupClosed();
            case Setting.StrictPasswordPolicy.KEY -> new Setting.StrictPasswordPolicy();
            case Setting.S3PublicAccessBlock.KEY -> new Setting.S3PublicAccessBlock();
            case Setting.GuardDutyEnabled.KEY -> new Setting.GuardDutyEnabled();
            case Setting.GuardDutyMembers.KEY -> new Setting.GuardDutyMembers();
            default -> throw new IllegalArgumentException("unknown setting " + key);
        };
    }

    private static StackKey stackKey(JsonNode key) {
        return new StackKey(targetKey(key), text(key, "stack"));
    }

    private static TargetKey targetKey(JsonNode key) {
        return new TargetKey(text(key, "account"), text(key, "region"));
    }

    private static SortedSet<String> texts(JsonNode object, String name) {
        SortedSet<String> texts = new TreeSet<>();
        field(object, name).forEach(item -> texts.add(item.textValue()));
        return texts;
    }

    private static SortedMap<String, String> textMap(JsonNode object, String name) {
        SortedMap<String, String> texts = new TreeMap<>();
        field(object, name).properties().forEach(entry -> texts.put(entry.getKey(), text(entry.getValue())));
        return texts;
    }

    /** Returns a text field, which has to be there. */
    static String text(JsonNode object, String name) {
        return text(field(object, name));
    }

    private static String text(JsonNode text) {
        if (!text.isTextual()) {
            throw new IllegalArgumentException("not a text in a plan: " + text.getNodeType());
        }
        return text.textValue();
    }

    /** Returns a field, which has to be there. */
    static JsonNode field(JsonNode object, String name) {
        JsonNode field = object.get(name);
        if (field == null) {
            throw new IllegalArgumentException("a plan without " + name);
        }
        return field;
    }
}
