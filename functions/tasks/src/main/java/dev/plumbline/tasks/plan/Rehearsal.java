package dev.plumbline.tasks.plan;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.plumbline.estate.Reading;
import dev.plumbline.estate.SourceTree;
import dev.plumbline.estate.blueprint.Blueprints;
import dev.plumbline.estate.plan.PlanJson;
import dev.plumbline.estate.plan.Planner;
import dev.plumbline.estate.read.EstateReader;
import dev.plumbline.estate.source.GitSource;
import java.util.Map;
import java.util.TreeMap;

/**
 * Plans an estate of one stack, so that what planning takes is loaded before a run asks for it: the half of a first
 * plan's time. Asks nobody anything.
 */
public final class Rehearsal {

    private static final SourceTree ESTATE = new SourceTree(
            "0".repeat(40),
            new TreeMap<>(Map.of("plumbline.yaml", """
                    organization: rehearsal
                    blueprints: "1.0.0"
                    waves: [[one]]
                    defaults: { regions: [eu-west-1] }
                    """.getBytes(UTF_8), "environments/one.yaml", """
                    environment: one
                    account: "000000000000"
                    stacks:
                      notifications: { blueprint: notifications, parameters: { TopicPrefix: one } }
                    """.getBytes(UTF_8))));

    private Rehearsal() {}

    /** Reads the estate and plans it; returns what was read. */
    public static Reading perform() {
        GitSource.prepare();
        Reading reading = new EstateReader(Blueprints.builtIn()).read(ESTATE);
        if (reading instanceof Reading.Valid valid) {
            PlanJson.write(new Planner().plan(valid.estate()));
        }
        return reading;
    }
}
