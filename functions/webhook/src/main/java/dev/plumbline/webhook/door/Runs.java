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
    private final String plans;

    /**
     * Creates the starter of two machines' executions.
     *
     * @param machine ARN of the machine of runs
     * @param plans ARN of the machine of plans
     */
    public Runs(Heads heads, Workflows workflows, String machine, String plans) {
        this.heads = requireNonNull(heads, "heads is null");
        this.workflows = requireNonNull(workflows, "workflows is null");
        this.machine = requireNonNull(machine, "machine is null");
        this.plans = requireNonNull(plans, "plans is null");
    }

    /**
     * Starts a run, or a plan, unless one covers the movement. Repeated, or called many times at once, it starts one.
     *
     * @throws Failure when AWS cannot or will not
     */
    Answer start(Request request) {
        Head head = heads.read(request.ref());
        if (head.covers(whole(request.movement().after(), head))) {
            return new Answer.Repeated(head.run());
        }
        String name = request.name(head.version());
        return switch (workflows.start(machine(request), name, request.input())) {
            case Start.Started _ -> new Answer.Started(name);
            case Start.AlreadyExists _ -> new Answer.Repeated(name);
        };
    }

    private String machine(Request request) {
        return switch (request) {
            case RunRequest _ -> machine;
            case PlanRequest _ -> plans;
        };
    }

    /** The beginning of a commit's id, which is all that some providers tell, means the recorded one that begins so. */
    private static String whole(String told, Head head) {
        return head.commit().startsWith(told) ? head.commit() : told;
    }

    /** Makes the calls that change nothing, so that what they need is loaded. Whether they succeed does not matter. */
    void rehearse(String ref) {
        heads.read(ref);
    }
}
