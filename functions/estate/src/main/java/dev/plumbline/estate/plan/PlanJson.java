package dev.plumbline.estate.plan;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plumbline.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Plans as canonical JSON: the same plan gives the same bytes. Three documents are stored: the whole plan, one for each
 * target, and one for each wave, an array of the targets to work on.
 */
public final class PlanJson {

    private PlanJson() {}

    /** Returns the document of a whole plan. */
    public static byte[] write(Plan plan) {
        return document(json -> {
            json.writeNumberField("version", plan.version());
            json.writeStringField("commit", plan.commit());
            json.writeStringField("organization", plan.organization());
            json.writeNumberField("concurrency", plan.concurrency());
            PlanWriter writer = new PlanWriter(json);
            writer.schedules(plan.schedules());
            writer.blueprints(plan.waves().stream()
                    .flatMap(wave -> wave.targets().stream())
                    .flatMap(TargetPlan::stacks));
            json.writeArrayFieldStart("waves");
            for (Wave wave : plan.waves()) {
                json.writeStartObject();
                json.writeNumberField("number", wave.number());
                json.writeArrayFieldStart("targets");
                for (TargetPlan target : wave.targets()) {
                    json.writeStartObject();
                    writer.target(target);
                    json.writeEndObject();
                }
                json.writeEndArray();
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    /** Returns the document of one target, which can be read without the plan's. */
    public static byte[] write(TargetPlan target) {
        return document(json -> {
            json.writeNumberField("version", Plan.VERSION);
            json.writeStringField("commit", target.commit());
            PlanWriter writer = new PlanWriter(json);
            writer.blueprints(target.stacks());
            writer.target(target);
        });
    }

    /**
     * Returns the array of a wave: {@code wave}, {@code environment}, {@code account} and {@code region} of each
     * target.
     */
    public static byte[] write(Wave wave) {
        return Json.bytes(json -> {
            json.writeStartArray();
            for (TargetPlan target : wave.targets()) {
                json.writeStartObject();
                PlanWriter.place(json, target);
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    /**
     * Reads the document of a whole plan.
     *
     * @throws IllegalArgumentException where the bytes are not such a document of this version
     */
    public static Plan readPlan(byte[] bytes) {
        JsonNode plan = parse(bytes);
        String commit = PlanReader.text(plan, "commit");
        PlanReader reader = new PlanReader(commit, plan);
        List<Wave> waves = new ArrayList<>();
        for (JsonNode wave : PlanReader.field(plan, "waves")) {
            List<TargetPlan> targets = new ArrayList<>();
            for (JsonNode target : PlanReader.field(wave, "targets")) {
                targets.add(reader.target(target));
            }
            waves.add(new Wave(PlanReader.field(wave, "number").intValue(), targets));
        }
        return new Plan(
                Plan.VERSION,
                commit,
                PlanReader.text(plan, "organization"),
                PlanReader.field(plan, "concurrency").intValue(),
                PlanReader.schedules(plan),
                waves);
    }

    /**
     * Reads the document of one target.
     *
     * @throws IllegalArgumentException where the bytes are not such a document of this version
     */
    public static TargetPlan readTarget(byte[] bytes) {
        JsonNode target = parse(bytes);
        return new PlanReader(PlanReader.text(target, "commit"), target).target(target);
    }

    private static JsonNode parse(byte[] bytes) {
        JsonNode document;
        try {
            document = Json.read(bytes);
        } catch (IOException e) {
            throw new IllegalArgumentException("not a plan: " + e.getMessage(), e);
        }
        int version = PlanReader.field(document, "version").intValue();
        if (version != Plan.VERSION) {
            throw new IllegalArgumentException("a plan of version " + version + ", not " + Plan.VERSION);
        }
        return document;
    }

    private static byte[] document(Json.Document fields) {
        return Json.bytes(json -> {
            json.writeStartObject();
            fields.writeTo(json);
            json.writeEndObject();
        });
    }
}
