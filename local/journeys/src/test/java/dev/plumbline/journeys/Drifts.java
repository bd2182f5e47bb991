package dev.plumbline.journeys;

import static dev.plumbline.cli.local.LocalAccount.DEV;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.accounts.ledger.DriftRecord;
import java.util.List;
import java.util.Map;

/** Drift in dev: what is to be done about it, and what the ledger has of it. */
final class Drifts {

    /** What the flow logs of a network become when somebody wants them gone sooner. */
    static final Map<String, ?> SHORTER = Map.of("set", Map.of("retentionInDays", 1));

    private final Journey journey;

    Drifts(Journey journey) {
        this.journey = journey;
    }

    /** Says what is to be done about drift of the stacks of dev that ask nobody. */
    void policy(String drift) {
        journey.push(journey.baseline()
                .replace(
                        "dev",
                        "policies: { approvals: never }",
                        "policies: { approvals: never, drift: " + drift + " }"));
    }

    /** The same for the whole environment, and so for its settings. */
    void policyOfAll(String drift) {
        journey.push(journey.baseline()
                .replace("dev", "environment: dev\n", "environment: dev\npolicies: { drift: " + drift + " }\n"));
    }

    /** Puts back how long the flow logs of dev are kept, as its stack has it. */
    void putBackByHand() {
        journey.disturb(DEV, "network", "FlowLogGroup", Map.of("set", Map.of("retentionInDays", 7)));
    }

    /** Returns the one drift that a run found. */
    DriftRecord only(Ended run) {
        List<DriftRecord> found = journey.ledger().drifts().ofRun(run.run().id());
        assertThat(found).as(run.toString()).hasSize(1);
        return found.getFirst();
    }
}
