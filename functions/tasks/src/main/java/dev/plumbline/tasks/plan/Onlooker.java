package dev.plumbline.tasks.plan;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.session.Role;
import dev.plumbline.accounts.session.Sessions;
import dev.plumbline.accounts.stacks.Stack;
import dev.plumbline.accounts.stacks.Stacks;
import dev.plumbline.estate.StackKey;
import dev.plumbline.tasks.kept.StackReasons;
import jakarta.inject.Inject;
import java.util.List;

/**
 * Looks into an account for a person, who may read the hub and no account. Nothing is changed there; what the ledger
 * has lost is noted in it.
 */
public final class Onlooker {

    private static final String SESSION = "onlooker";

    private final Survey survey;
    private final Sessions sessions;

    /** Creates it. */
    @Inject
    public Onlooker(Survey survey, Sessions sessions) {
        this.survey = requireNonNull(survey, "survey is null");
        this.sessions = requireNonNull(sessions, "sessions is null");
    }

    /**
     * What stands in a target.
     *
     * @param stacks the names, as the estate calls them, of the stacks that were made by us
     */
    record Around(List<String> stacks) {
        /** Copies the names. */
        Around {
            stacks = List.copyOf(stacks);
        }
    }

    /**
     * How a stack stands, as CloudFormation tells.
     *
     * @param status its status
     * @param changedAt when its last change began, ISO 8601
     * @param failure the resource that failed first in that change, with its own reason; empty where none did
     */
    record Told(String status, String changedAt, String failure) {
        /** Checks that nothing is missing. */
        Told {
            requireNonNull(status, "status is null");
            requireNonNull(changedAt, "changedAt is null");
            requireNonNull(failure, "failure is null");
        }
    }

    /** Looks what stands in a target. */
    Around around(PlanInput.LookAround wish) {
        return new Around(List.copyOf(survey.look(wish.target(), SESSION)));
    }

    /** Looks how one stack stands, and why. */
    Told at(PlanInput.LookAtStack wish) {
        Stacks stacks = Stacks.in(sessions.assume(wish.target(), Role.PLAN, SESSION));
        Stack seen = stacks.describe(new StackKey(wish.target(), wish.stack()).stackName());
        String failure = stacks.lastFailure(seen.name())
                .map(last -> StackReasons.ofDeployed(stacks, seen).told(last))
                .orElse("");
        return new Told(seen.status(), seen.changedAt().toString(), failure);
    }
}
