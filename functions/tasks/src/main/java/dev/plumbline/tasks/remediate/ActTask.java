package dev.plumbline.tasks.remediate;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.accounts.calls.Answer;
import dev.plumbline.accounts.calls.Call;
import dev.plumbline.accounts.ledger.CaseStatus;
import dev.plumbline.accounts.ledger.FindingCase;
import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.json.Json;
import dev.plumbline.tasks.binding.Binder;
import dev.plumbline.tasks.playbooks.Existing;
import dev.plumbline.tasks.playbooks.Hands;
import dev.plumbline.tasks.playbooks.Step;
import jakarta.inject.Inject;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Carries out the steps of a case as they were shown, or takes them back in reverse. Neither looks anew at what is to
 * be done, so that nothing else happens than was decided; carried out twice, they change nothing the second time.
 */
final class ActTask {

    private final Work work;
    private final VerifyTask verify;
    private final Ledger ledger;
    private final Binder binder;
    private final InstantSource clock;

    @Inject
    ActTask(Work work, VerifyTask verify, Ledger ledger, Binder binder, InstantSource clock) {
        this.work = requireNonNull(work, "work is null");
        this.verify = requireNonNull(verify, "verify is null");
        this.ledger = requireNonNull(ledger, "ledger is null");
        this.binder = requireNonNull(binder, "binder is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /** Carries out the steps, and goes on to look whether that was enough. */
    RemediateAnswer act(FindingCase of) {
        Hands hands = new Hands(work.account(of), work.requiredPlaybook(of));
        Map<String, String> names = new HashMap<>();
        List<Step> steps = work.steps(of);
        List<Step> lasting =
                steps.stream().filter(step -> step.lastsSeconds() > 0).toList();
        if (!lasting.isEmpty()) {
            ledger.cases().keepLasting(of, work.written(lasting), clock.instant());
        }
        for (Step step : steps) {
            Optional<String> there = step.existing().flatMap(existing -> found(hands, existing, names));
            if (there.isEmpty()) {
                Answer answer = hands.ask(named(step.call(), names)).orElse(Answer.nothing());
                there = step.existing().map(existing -> made(answer, existing));
            }
            there.ifPresent(id -> step.existing().ifPresent(existing -> names.put(existing.name(), id)));
        }
        FindingCase acted = of.after(CaseStatus.OPEN, Map.of(), "acted", clock.instant());
        return Onwards.to(() -> verify.verify(acted, 0), () -> {
            ledger.cases().note(acted);
            return RemediateAnswer.of(of.id(), "acted", "");
        });
    }

    RemediateAnswer undo(FindingCase of) {
        undo(of, work.steps(of));
        ledger.cases().note(of.after(of.status(), Map.of(), "undone", clock.instant()));
        return RemediateAnswer.of(of.id(), "undone", "What was done was taken back.");
    }

    /** Takes back what an execution did for a time only, whatever became of the case since. */
    RemediateAnswer expire(RemediateInput.Expire input) {
        String caseId = input.caseId();
        ledger.cases().lasting(caseId, input.execution()).ifPresent(steps -> undo(work.of(caseId), work.read(steps)));
        return RemediateAnswer.of(caseId, "expired", "");
    }

    private void undo(FindingCase of, List<Step> steps) {
        Hands hands = new Hands(work.account(of), work.requiredPlaybook(of));
        Map<String, String> names = new HashMap<>();
        for (Step step : steps) {
            step.existing()
                    .ifPresent(
                            existing -> found(hands, existing, names).ifPresent(id -> names.put(existing.name(), id)));
        }
        for (Step step : steps.reversed()) {
            boolean there = step.existing()
                    .map(existing -> names.containsKey(existing.name()))
                    .orElse(true);
            if (there) {
                step.undo().ifPresent(call -> hands.ask(named(call, names)));
            }
        }
    }

    private Optional<String> found(Hands hands, Existing existing, Map<String, String> names) {
        return hands.ask(named(existing.look(), names)).stream()
                .flatMap(answer -> answer.items(existing.list()).stream())
                .map(entry -> entry.text(existing.field()))
                .filter(id -> !id.isEmpty())
                .findFirst();
    }

    private static String made(Answer answer, Existing existing) {
        return answer.text(existing.made());
    }

    /** Writes the ids of what earlier steps have made where their names stand. */
    private Call named(Call call, Map<String, String> names) {
        String text = Json.text(call.parameters());
        for (Map.Entry<String, String> name : names.entrySet()) {
            text = text.replace("\"{" + name.getKey() + "}\"", "\"" + name.getValue() + "\"");
        }
        JsonNode parameters = binder.parse(text);
        return new Call(call.operation(), (ObjectNode) parameters);
    }
}
