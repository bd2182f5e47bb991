package dev.plumbline.cli.deployment;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.accounts.objects.Bucket;
import dev.plumbline.accounts.preview.Preview;
import dev.plumbline.accounts.preview.PreviewJson;
import dev.plumbline.accounts.workflows.Workflows;
import dev.plumbline.cli.Problem;
import dev.plumbline.estate.SourceTree;
import dev.plumbline.estate.source.SourceBundle;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Has the control plane find out what a commit, or files that were never committed, would change. */
public final class Plans {

    private final Workflows workflows;
    private final Bucket bucket;
    private final String machine;
    private final ObjectNode input;
    private final Duration pause;

    /**
     * Creates it.
     *
     * @param input what every plan of this installation is started with
     * @param pause how long to wait between two looks at a plan that is being made
     */
    Plans(Workflows workflows, Bucket bucket, String machine, ObjectNode input, Duration pause) {
        this.workflows = requireNonNull(workflows, "workflows is null");
        this.bucket = requireNonNull(bucket, "bucket is null");
        this.machine = requireNonNull(machine, "machine is null");
        this.input = requireNonNull(input, "input is null").deepCopy();
        this.pause = requireNonNull(pause, "pause is null");
    }

    /**
     * Starts the plan of a commit.
     *
     * @param commit the commit, or nothing for the newest of the branch that is deployed
     */
    public void startOf(String plan, Optional<String> commit) {
        ObjectNode wish = wish("commit");
        commit.ifPresent(id -> wish.put("commit", id));
        var _ = workflows.start(machine, plan, wish.toString());
    }

    /** Starts the plan of files as they are. */
    public void startOf(String plan, SourceTree files) {
        bucket.put("runs/" + plan + "/source.zip", SourceBundle.pack(files), "application/zip");
        var _ = workflows.start(machine, plan, wish("files").toString());
    }

    /**
     * Waits until a plan is made and returns it.
     *
     * @throws Problem where it takes longer than the patience, or ended without a word
     */
    public Preview await(String plan, Duration patience) {
        String execution = Workflows.executionArn(machine, plan);
        Instant end = Instant.now().plus(patience);
        while (!workflows.status(execution).ended()) {
            if (Instant.now().isAfter(end)) {
                throw new Problem(
                        "the plan " + plan + " is still being made after " + patience.toMinutes() + " minutes",
                        "Its execution of plumbline-plan shows what it waits for.");
            }
            rest();
        }
        return bucket.get("runs/" + plan + "/preview.json")
                .map(PreviewJson::read)
                .orElseThrow(() -> new Problem(
                        "the plan " + plan + " ended without a word",
                        "Look at its execution of plumbline-plan, and at the logs of plumbline-plan."));
    }

    private ObjectNode wish(String trigger) {
        return JsonNodeFactory.instance.objectNode().put("trigger", trigger).setAll(input);
    }

    private void rest() {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
