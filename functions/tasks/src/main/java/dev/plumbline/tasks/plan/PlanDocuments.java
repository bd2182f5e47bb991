package dev.plumbline.tasks.plan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.objects.Bucket;
import dev.plumbline.estate.Blueprint;
import dev.plumbline.estate.Estate;
import dev.plumbline.estate.Reading;
import dev.plumbline.estate.Template;
import dev.plumbline.estate.plan.Plan;
import dev.plumbline.estate.plan.PlanJson;
import dev.plumbline.estate.plan.StackPlan;
import dev.plumbline.estate.plan.TargetPlan;
import dev.plumbline.estate.plan.Wave;
import dev.plumbline.tasks.assignment.Assignment;
import dev.plumbline.tasks.assignment.RunDocuments;
import dev.plumbline.tasks.assignment.RunNames;
import dev.plumbline.tasks.assignment.TargetToPreview;
import dev.plumbline.tasks.binding.Binder;
import dev.plumbline.tasks.plan.PlanAnswer.WaveRef;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Writes what a run intends to the bucket: payloads carry keys. Written again, the documents are the same. */
public final class PlanDocuments {

    private static final String JSON = "application/json";

    private final Bucket bucket;
    private final Binder binder;

    /** Creates the writer of a bucket. */
    @Inject
    public PlanDocuments(Bucket bucket, Binder binder) {
        this.bucket = requireNonNull(bucket, "bucket is null");
        this.binder = requireNonNull(binder, "binder is null");
    }

    /** Writes the whole plan, and returns its key. */
    String plan(String run, Plan plan) {
        String key = RunDocuments.plan(run);
        bucket.put(key, PlanJson.write(plan), JSON);
        return key;
    }

    /** Writes everything that is wrong with a commit. */
    void problems(String run, Reading.Refused refused) {
        bucket.put(RunDocuments.problems(run), (refused + "\n").getBytes(UTF_8), "text/plain; charset=utf-8");
    }

    /** Writes the templates, targets and waves of what has to be done, and returns the waves. */
    List<WaveRef> work(String run, String ref, Collection<Estate> estates, List<Wave> waves, Watch watch) {
        List<TargetPlan> targets =
                waves.stream().flatMap(wave -> wave.targets().stream()).toList();
        put(run, estates, targets, RunDocuments::template);
        return waves.stream().map(wave -> wave(run, ref, wave, watch)).toList();
    }

    /** Writes the templates and targets of what would change, and the list of the targets that are looked at. */
    void previewed(String plan, Estate estate, List<Wave> waves, List<TargetToPreview> looked) {
        List<TargetPlan> targets =
                waves.stream().flatMap(wave -> wave.targets().stream()).toList();
        put(plan, List.of(estate), targets, RunDocuments::previewTemplate);
        bucket.putJson(RunDocuments.previewedTargets(plan), binder.tree(looked));
    }

    private void put(
            String run, Collection<Estate> estates, List<TargetPlan> targets, UnaryOperator<String> templateKey) {
        templates(estates, targets, templateKey);
        Concurrently.map(targets, target -> {
            bucket.put(RunDocuments.target(run, target.wave(), target.target()), PlanJson.write(target), JSON);
            return target;
        });
    }

    private void templates(Collection<Estate> estates, List<TargetPlan> targets, UnaryOperator<String> templateKey) {
        Set<String> needed = targets.stream()
                .flatMap(TargetPlan::stacks)
                .map(StackPlan::templateDigest)
                .collect(Collectors.toSet());
        Map<String, Template> templates = new TreeMap<>();
        for (Estate estate : estates) {
            for (Blueprint blueprint : estate.blueprints().values()) {
                templates.put(blueprint.template().digest(), blueprint.template());
            }
        }
        templates.keySet().retainAll(needed);
        Concurrently.map(
                templates.values(),
                template ->
                        bucket.putIfAbsent(templateKey.apply(template.digest()), template.bytes(), "application/yaml"));
    }

    private WaveRef wave(String run, String ref, Wave wave, Watch watch) {
        List<Assignment> assignments = wave.targets().stream()
                .map(target -> assignment(run, ref, target, watch))
                .toList();
        String key = RunDocuments.wave(run, wave.number());
        bucket.putJson(key, binder.tree(assignments));
        return new WaveRef(wave.number(), key, assignments.size());
    }

    private static Assignment assignment(String run, String ref, TargetPlan target, Watch watch) {
        return new Assignment(
                new RunNames(run).execution(target.wave(), target.target()),
                run,
                ref,
                target.commit(),
                target.environment(),
                target.account(),
                target.region(),
                target.wave(),
                RunDocuments.target(run, target.wave(), target.target()),
                watch.standing(),
                watch.drift(),
                watch.over(target),
                watch.reverts(),
                // Asking about rules needs nothing of the account.
                target.softens().isEmpty() ? watch.unreachable(target) : "",
                watch.blocked(target));
    }
}
