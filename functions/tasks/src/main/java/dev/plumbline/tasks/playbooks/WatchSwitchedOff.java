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
 * GuardDuty or the recorder of AWS Config is off in a region: it is switched on. There is no way back: a role that
 * could switch them off would be worth stealing.
 */
final class WatchSwitchedOff implements Playbook {

    static final String NAME = "watch-switched-off";

    private static final String FREQUENCY = "FIFTEEN_MINUTES";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<Operation> operations() {
        return Set.of(
                Operation.LIST_DETECTORS,
                Operation.GET_DETECTOR,
                Operation.UPDATE_DETECTOR,
                Operation.CREATE_DETECTOR,
                Operation.DESCRIBE_RECORDER_STATUS,
                Operation.START_RECORDER);
    }

    @Override
    public Optional<String> resource(Finding finding) {
        return finding.fact(Fact.ACCOUNT).map(account -> "account " + account);
    }

    @Override
    public Inspection inspect(Subject subject, Hands hands) {
        List<Step> steps = new ArrayList<>(detector(hands));
        steps.addAll(recorders(hands));
        return Inspection.ofAccount(
                steps,
                "set guardduty: enabled in the environment's settings, and give the region a stack of security-baseline");
    }

    private static List<Step> detector(Hands hands) {
        List<String> detectors =
                hands.look(Operation.LIST_DETECTORS, Parameters.of()).texts("detectorIds");
        if (detectors.isEmpty()) {
            return List.of(Step.forGood(
                    "switch GuardDuty on",
                    Parameters.of()
                            .with("enable", true)
                            .with("findingPublishingFrequency", FREQUENCY)
                            .call(Operation.CREATE_DETECTOR)));
        }
        String id = detectors.getFirst();
        Answer detector = hands.look(Operation.GET_DETECTOR, Parameters.of("detectorId", id));
        return detector.text("status").equals("ENABLED")
                ? List.of()
                : List.of(Step.forGood(
                        "switch GuardDuty on again",
                        Parameters.of("detectorId", id).with("enable", true).call(Operation.UPDATE_DETECTOR)));
    }

    private static List<Step> recorders(Hands hands) {
        return hands
                .look(Operation.DESCRIBE_RECORDER_STATUS, Parameters.of())
                .items("ConfigurationRecordersStatus")
                .stream()
                .filter(recorder -> !recorder.flag("recording"))
                .map(recorder -> recorder.text("name"))
                .map(name -> Step.forGood(
                        "let the recorder " + name + " of AWS Config record",
                        Parameters.of("ConfigurationRecorderName", name).call(Operation.START_RECORDER)))
                .toList();
    }
}
