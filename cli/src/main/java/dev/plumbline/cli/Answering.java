package dev.plumbline.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.accounts.callers.Callers;
import dev.plumbline.accounts.ledger.CaseWord;
import dev.plumbline.accounts.ledger.FindingCase;
import dev.plumbline.accounts.ledger.FindingCase.Facts;
import dev.plumbline.cli.deployment.Deployment;

/** Gives a person's word on a case to the function that takes it, with a proof of who they are. */
final class Answering {

    private static final String FUNCTION = "plumbline-approve";

    private Answering() {}

    /**
     * Says it, about the steps that the person has seen, and tells what came of it; 1 where the case stands otherwise.
     */
    static int give(Console console, Deployment deployment, FindingCase of, CaseWord word, String reason) {
        JsonNode decided = deployment.functions().call(FUNCTION, event(deployment, of, word, reason));
        boolean accepted = decided.path("accepted").asBoolean();
        String who = decided.path("who").asText();
        console.line((accepted ? "" : "the case does not wait for that: it is ")
                + console.styled(decided.path("answer").asText(), accepted ? Console.Style.GREEN : Console.Style.RED)
                + (who.isEmpty() ? "" : " by " + who) + ": "
                + decided.path("why").asText());
        console.line(console.styled("  followed by: plumbline findings show " + of.id(), Console.Style.FAINT));
        return accepted ? 0 : 1;
    }

    private static ObjectNode event(Deployment deployment, FindingCase of, CaseWord word, String reason) {
        String digest = of.text(Facts.DIGEST);
        ObjectNode event = JsonNodeFactory.instance
                .objectNode()
                .put("task", "DecideCase")
                .put("caseId", of.id())
                .put("digest", digest)
                .put("answer", word.label())
                .put("reason", reason);
        ObjectNode proof = event.putObject("proof");
        Callers.in(deployment.hub())
                .sign(of.statement(word, digest, reason))
                .headers()
                .forEach(proof::put);
        return event;
    }
}
