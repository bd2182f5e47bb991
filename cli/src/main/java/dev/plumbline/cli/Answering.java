package dev.plumbline.cli;

import dev.plumbline.accounts.ledger.FindingCase;
import dev.plumbline.accounts.ledger.FindingCase.Facts;
import dev.plumbline.accounts.workflows.Delivery;
import dev.plumbline.cli.deployment.Deployment;

/** Gives a person's answer to a case that waits for one. */
final class Answering {

    private Answering() {}

    /** Notes the answer, which is about the steps that the person has seen, and wakes the workflow. */
    static void give(Deployment deployment, FindingCase of, boolean approved) {
        String token = deployment
                .ledger()
                .cases()
                .answer(of, of.text(Facts.DIGEST), approved, CaseParameter.person())
                .orElseThrow(() -> new Problem(
                        "the case " + of.id() + " does not wait for an answer: it is "
                                + of.status().label(),
                        "See ./plumbline findings show " + of.id() + "."));
        Delivery delivery =
                deployment.workflows().succeed(token, "{\"answer\":\"" + (approved ? "approved" : "declined") + "\"}");
        if (delivery == Delivery.NOBODY_WAITS) {
            throw new Problem("nobody waits for the answer any more", "See ./plumbline findings show " + of.id() + ".");
        }
    }
}
