package dev.plumbline.webhook.door;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.ledger.Head;
import dev.plumbline.accounts.ledger.Heads;
import dev.plumbline.accounts.workflows.Start;
import dev.plumbline.accounts.workflows.Workflows;
import dev.plumbline.failure.Failure;

/**
 * Starts runs, and finds the one that is there already. All that the door may do on AWS, besides reading its secret.
 */
public final class Runs {

    private final Heads heads;
    private final Workflows workflows;
    private final String machine;

    /** Creates the starter of one machine's executions. */
    public Runs(Heads heads, Workflows workflows, String machine) {
        this.heads = requireNonNull(heads, "heads is null");
        this.workflows = requireNonNull(workflows, "workflows is null");
        this.machine = requireNonNull(machine, "machine is null");
    }

    /**
     * Starts a run unless one covers the movement. Repeated, or called many times at once, it starts one.
     *
     * @throws Failure when AWS cannot or will not
     */
    Answer start(RunRequest request) {
        Head head = heads.read(request.movement().ref());
        if (head.covers(request.movement().after())) {
            return new Answer.Repeated(head.run());
        }
        String name = request.name(head.version());
        return switch (workflows.start(machine, name, request.input())) {
            case Start.Started _ -> new Answer.Started(name);
            case Start.AlreadyExists _ -> new Answer.Repeated(name);
        };
    }

    /** Makes the calls that change nothing, so that what they need is loaded. Whether they succeed does not matter. */
    void rehearse(String ref) {
        heads.read(ref);
    }
}
