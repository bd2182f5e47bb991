package dev.plumbline.estate.plan;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.plumbline.estate.AwsMove;
import dev.plumbline.estate.Check;
import dev.plumbline.estate.OutputKey;
import dev.plumbline.estate.Schedule;
import dev.plumbline.estate.Setting;
import dev.plumbline.estate.StackKey;
import dev.plumbline.estate.Value;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Writes the parts of a plan as JSON; what {@link PlanReader} reads. */
final class PlanWriter {

    private final JsonGenerator json;

    PlanWriter(JsonGenerator json) {
        this.json = json;
    }

    /** Writes wave, environment, account and region. */
    static void place(JsonGenerator json, TargetPlan target) throws IOException {
        json.writeNumberField("wave", target.wave());
        json.writeStringField("environment", target.environment());
        json.writeStringField("account", target.account());
        json.writeStringField("region", target.region());
    }

    /** Writes what starts runs by itself. */
    void schedules(List<Schedule> schedules) throws IOException {
        json.writeArrayFieldStart("schedules");
        for (Schedule schedule : schedules) {
            json.writeStartObject();
            json.writeStringField("name", schedule.name());
            json.writeStringField("kind", schedule.kind().name());
            json.writeStringField("expression", schedule.timing().expression());
            json.writeStringField("timeZone", schedule.timing().timeZone());
            json.writeNumberField("jitter", schedule.timing().jitter());
            texts("only", schedule.only());
            texts("except", schedule.except());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** Writes the blueprints of stacks, each once, by name: a plan has one template for a name. */
    void blueprints(Stream<StackPlan> stacks) throws IOException {
        SortedMap<String, PlannedBlueprint> blueprints = new TreeMap<>();
        stacks.map(StackPlan::blueprint).forEach(blueprint -> blueprints.put(blueprint.name(), blueprint));
        json.writeObjectFieldStart("blueprints");
        for (PlannedBlueprint blueprint : blueprints.values()) {
            json.writeObjectFieldStart(blueprint.name());
            json.writeStringField("version", blueprint.version());
            json.writeStringField("template", blueprint.templateDigest());
            textMap("defaults", blueprint.defaults());
            texts("secrets", blueprint.secrets());
            checks(blueprint.checks());
            texts("stateful", blueprint.stateful());
            texts("windowed", blueprint.windowed());
            if (!blueprint.moves().isEmpty()) {
                moves(blueprint.moves());
            }
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    /** Writes the fields of a target. */
    void target(TargetPlan target) throws IOException {
        place(json, target);
        json.writeBooleanField("last", target.last());
        texts("declared", target.declared());
        json.writeStringField("drift", target.drift().word());
        json.writeObjectFieldStart("settings");
        for (Setting setting : target.settings().all()) {
            json.writeStringField(setting.key(), setting.value());
        }
        json.writeEndObject();
        if (!target.removals().isEmpty()) {
            removals(target.removals());
        }
        if (!target.softens().isEmpty()) {
            texts("softens", target.softens());
        }
        json.writeArrayFieldStart("levels");
        for (List<StackPlan> level : target.levels()) {
            json.writeStartArray();
            for (StackPlan stack : level) {
                stack(stack);
            }
            json.writeEndArray();
        }
        json.writeEndArray();
    }

    private void removals(List<Removal> removals) throws IOException {
        json.writeArrayFieldStart("removals");
        for (Removal removal : removals) {
            json.writeStartObject();
            json.writeStringField("name", removal.key().stack());
            json.writeArrayFieldStart("dependants");
            for (StackKey dependant : removal.dependants()) {
                json.writeStartObject();
                key(dependant);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void stack(StackPlan stack) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", stack.name());
        json.writeStringField("blueprint", stack.blueprint().name());
        json.writeStringField("approvals", stack.approvals().word());
        json.writeStringField(
                "approvalsExpireAfter", stack.approvalsExpireAfter().toString());
        json.writeStringField("drift", stack.drift().stack().word());
        SortedMap<String, String> resources = new TreeMap<>();
        stack.drift().resources().forEach((id, drift) -> resources.put(id, drift.word()));
        textMap("resources", resources);
        texts("stateful", stack.stateful());
        json.writeStringField("ruledBy", stack.rules().source());
        json.writeStringField("position", stack.position().toString());
        json.writeObjectFieldStart("parameters");
        for (Map.Entry<String, Value<OutputKey>> parameter : stack.parameters().entrySet()) {
            json.writeFieldName(parameter.getKey());
            value(parameter.getValue());
        }
        json.writeEndObject();
        textMap("tags", stack.tags());
        json.writeBooleanField("waits", stack.windowing().waits());
        textMap("patch", stack.patch());
        json.writeArrayFieldStart("needs");
        for (StackKey need : stack.needs()) {
            json.writeStartObject();
            key(need);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /** A text is a literal, an array a sequence; everything else is an object with one telling field. */
    private void value(Value<OutputKey> value) throws IOException {
        switch (value) {
            case Value.Literal<OutputKey>(String text, Value.Kind kind)
            when kind == Value.Kind.TEXT -> json.writeString(text);
            case Value.Sequence<OutputKey> sequence -> values(sequence.items());
            case Value.Literal<OutputKey> bare -> {
                json.writeStartObject();
                json.writeStringField("bare", bare.text());
                json.writeEndObject();
            }
            case Value.Reference<OutputKey>(OutputKey to) -> {
                json.writeStartObject();
                json.writeStringField("output", to.output());
                key(to.stack());
                json.writeEndObject();
            }
            case Value.Joined<OutputKey> joined -> {
                json.writeStartObject();
                json.writeFieldName("joined");
                values(joined.parts());
                json.writeEndObject();
            }
            case Value.Mapping<OutputKey> mapping -> {
                json.writeStartObject();
                json.writeObjectFieldStart("mapping");
                for (Map.Entry<String, Value<OutputKey>> entry :
                        mapping.entries().entrySet()) {
                    json.writeFieldName(entry.getKey());
                    value(entry.getValue());
                }
                json.writeEndObject();
                json.writeEndObject();
            }
        }
    }

    private void values(List<Value<OutputKey>> values) throws IOException {
        json.writeStartArray();
        for (Value<OutputKey> value : values) {
            value(value);
        }
        json.writeEndArray();
    }

    private void key(StackKey key) throws IOException {
        json.writeStringField("account", key.target().account());
        json.writeStringField("region", key.target().region());
        json.writeStringField("stack", key.stack());
    }

    private void checks(List<Check> checks) throws IOException {
        json.writeArrayFieldStart("checks");
        for (Check check : checks) {
            json.writeStartObject();
            json.writeStringField("id", check.id());
            json.writeStringField("says", check.says());
            switch (check) {
                case Check.Expectation expectation -> {
                    json.writeStringField("resource", expectation.resource());
                    json.writeStringField("type", expectation.type());
                    json.writeBooleanField("conditional", expectation.conditional());
                    json.writeStringField("expect", expectation.expect());
                    if (expectation.seen().isPresent()) {
                        json.writeStringField("seen", expectation.seen().get());
                    }
                }
                case Check.Probe probe -> {
                    json.writeStringField("probe", probe.probe());
                    textMap("with", probe.with());
                }
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void moves(List<AwsMove> moves) throws IOException {
        json.writeArrayFieldStart("moves");
        for (AwsMove move : moves) {
            json.writeStartObject();
            json.writeStringField("resource", move.resource());
            json.writeStringField("type", move.type());
            json.writeStringField("property", move.property());
            json.writeStringField("parameter", move.parameter());
            switch (move.reach()) {
                case AwsMove.Reach.SameMajorVersion() ->
                    json.writeStringField("within", AwsMove.Reach.SameMajorVersion.WORD);
                case AwsMove.Reach.UpTo(String limit) -> json.writeStringField("upTo", limit);
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void textMap(String name, SortedMap<String, String> texts) throws IOException {
        json.writeObjectFieldStart(name);
        for (Map.Entry<String, String> text : texts.entrySet()) {
            json.writeStringField(text.getKey(), text.getValue());
        }
        json.writeEndObject();
    }

    private void texts(String name, Collection<String> texts) throws IOException {
        json.writeArrayFieldStart(name);
        for (String text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }
}
