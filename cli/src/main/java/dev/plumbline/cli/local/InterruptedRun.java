package dev.plumbline.cli.local;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.accounts.ledger.Head;
import dev.plumbline.accounts.workflows.Workflows;
import dev.plumbline.cli.deployment.Deployment;
import java.time.Instant;

/**
 * A run that ended with the emulator, which tells nobody of it when it starts again. The event that AWS sends of an
 * execution that was aborted is given to the function that it is routed to, so that the next delivery starts a run.
 */
final class InterruptedRun {

    private static final String OBSERVE = "plumbline-observe";

    private InterruptedRun() {}

    /** Settles the run that holds the head of a branch, where its execution has ended and it does not know. */
    static void settle(Deployment deployment, String ref) {
        Head head = deployment.head(ref);
        if (head.run().isEmpty() || head.ended()) {
            return;
        }
        String execution = Workflows.executionArn(deployment.reconcileArn(), head.run());
        if (deployment.workflows().status(execution).ended()) {
            deployment.functions().call(OBSERVE, event(deployment, execution, head.run()));
        }
    }

    private static ObjectNode event(Deployment deployment, String execution, String run) {
        ObjectNode event = JsonNodeFactory.instance
                .objectNode()
                .put("source", "aws.states")
                .put("detail-type", "Step Functions Execution Status Change")
                .put("account", deployment.hub().account())
                .put("region", deployment.hub().region())
                .put("time", Instant.now().toString());
        event.putObject("detail")
                .put("executionArn", execution)
                .put("stateMachineArn", deployment.reconcileArn())
                .put("name", run)
                .put("status", "ABORTED");
        return event;
    }
}
