package dev.plumbline.tasks.playbooks;

import dev.plumbline.accounts.calls.Answer;
import dev.plumbline.accounts.calls.Operation;
import dev.plumbline.tasks.findings.Fact;
import dev.plumbline.tasks.findings.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A trail that does not record, or does not vouch for its files: it is started, and validation switched on. There is no
 * way back: a role that could stop a trail would be worth stealing.
 */
final class TrailStopped implements ThingPlaybook {

    static final String NAME = "trail-stopped";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<Operation> operations() {
        return Set.of(Operation.GET_TRAIL, Operation.GET_TRAIL_STATUS, Operation.START_LOGGING, Operation.UPDATE_TRAIL);
    }

    @Override
    public Optional<String> resource(Finding finding) {
        return finding.fact(Fact.TRAIL);
    }

    @Override
    public Optional<Answer> find(Subject subject, Hands hands) {
        return hands.ask(Parameters.of("Name", subject.fact(Fact.TRAIL)).call(Operation.GET_TRAIL))
                .map(answer -> answer.at("Trail"));
    }

    @Override
    public Inspection inspect(Answer found, Subject subject, Hands hands) {
        String trail = subject.fact(Fact.TRAIL);
        List<Step> steps = new ArrayList<>();
        if (!found.flag("LogFileValidationEnabled")) {
            steps.add(Step.forGood(
                    "let " + trail + " vouch for its files",
                    Parameters.of("Name", trail)
                            .with("EnableLogFileValidation", true)
                            .call(Operation.UPDATE_TRAIL)));
        }
        if (!hands.look(Operation.GET_TRAIL_STATUS, Parameters.of("Name", trail))
                .flag("IsLogging")) {
            steps.add(Step.forGood(
                    "let " + trail + " record", Parameters.of("Name", trail).call(Operation.START_LOGGING)));
        }
        return Inspection.asked(
                steps, found.text("Name"), "set IsLogging and EnableLogFileValidation of the trail to true");
    }
}
