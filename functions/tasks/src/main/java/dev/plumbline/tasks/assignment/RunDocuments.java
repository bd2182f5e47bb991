package dev.plumbline.tasks.assignment;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.plumbline.estate.Digests;
import dev.plumbline.estate.TargetKey;

/** Where the documents of a run lie in the bucket. */
public final class RunDocuments {

    private static final int STEP_DIGITS = 24;

    private RunDocuments() {}

    /** Returns the key of the whole plan. */
    public static String plan(String run) {
        return "runs/" + run + "/plan.json";
    }

    /** Returns the key of a wave's targets, the items of the map. */
    public static String wave(String run, int wave) {
        return "runs/" + run + "/waves/" + wave + ".json";
    }

    /** Returns the key of the stacks of a wave that bake, the items of the map that verifies them. */
    public static String baking(String run, int wave) {
        return "runs/" + run + "/waves/" + wave + "-baking.json";
    }

    /** Returns the key of what one wave intends for a target. */
    public static String target(String run, int wave, TargetKey target) {
        return "runs/" + run + "/targets/" + wave + "-" + target.account() + "-" + target.region() + ".json";
    }

    /** Returns the key of what is wrong with a commit. */
    public static String problems(String run) {
        return "runs/" + run + "/problems.txt";
    }

    /** Returns the key of the files that a person wants planned, as they lie on their disk. */
    public static String source(String run) {
        return "runs/" + run + "/source.zip";
    }

    /** Returns the key of what a plan says. */
    public static String preview(String run) {
        return "runs/" + run + "/preview.json";
    }

    /** Returns the key of the targets that a plan looks at, the items of its map. */
    public static String previewedTargets(String run) {
        return "runs/" + run + "/previewed.json";
    }

    /** Returns the key of what a plan says of one target in one wave. */
    public static String preview(String run, int wave, TargetKey target) {
        return "runs/" + run + "/previews/" + wave + "-" + target.account() + "-" + target.region() + ".json";
    }

    /** Returns the key of what a run has begun to patch in a target, by what tells it from all others there. */
    public static String begunStep(String run, TargetKey target, String id) {
        String digest = Digests.sha256(id.getBytes(UTF_8)).substring(0, STEP_DIGITS);
        return "runs/" + run + "/steps/" + target.account() + "-" + target.region() + "-" + digest + ".json";
    }

    /**
     * Returns the key of a template by its digest, where plans have theirs: nothing that is deployed is read from
     * there, as whoever plans is at work on what nobody has merged.
     */
    public static String previewTemplate(String digest) {
        return "templates/previews/" + digest + ".yaml";
    }

    /** Returns the key of a template by its digest. */
    public static String template(String digest) {
        return "templates/" + digest + ".yaml";
    }
}
