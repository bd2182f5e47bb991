package dev.plumbline.accounts.settings;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.accounts.calls.Answer;
import dev.plumbline.accounts.calls.Call;
import dev.plumbline.accounts.calls.Calls;
import dev.plumbline.accounts.calls.Operation;
import dev.plumbline.accounts.session.Session;
import dev.plumbline.failure.Stalled;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The settings that are one switch of an account's service: how each stands, in words, and how it is switched. */
final class AccountSettings {

    private static final List<String> BLOCKS =
            List.of("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets");

    private static final String NOT_IN_CHARGE = "not the administrator of GuardDuty";

    private final Session session;
    private final Calls calls;

    AccountSettings(Session session) {
        this.session = requireNonNull(session, "session is null");
        this.calls = Calls.in(session);
    }

    /** Returns {@code strict}, or what the policy asks, or that there is none. */
    String passwordPolicy() {
        Optional<Answer> policy =
                ask(Operation.GET_PASSWORD_POLICY, nothing()).map(answer -> answer.at("PasswordPolicy"));
        return policy.map(found -> PasswordDemands.met(found) ? "strict" : PasswordDemands.described(found))
                .orElse("none");
    }

    void askForStrictPasswords() {
        ask(Operation.UPDATE_PASSWORD_POLICY, PasswordDemands.parameters());
    }

    /** Returns {@code true}, or what is not blocked. */
    String publicAccessBlock() {
        Answer block = ask(Operation.GET_ACCOUNT_BLOCK, nothing()).orElse(Answer.nothing());
        String open = BLOCKS.stream().filter(name -> !block.flag(name)).collect(joining(", "));
        return open.isEmpty() ? "true" : "off: " + open;
    }

    void blockPublicAccess() {
        ObjectNode all = nothing();
        BLOCKS.forEach(name -> all.put(name, true));
        ask(Operation.PUT_ACCOUNT_BLOCK, all);
    }

    /** Returns {@code enabled}, or how the detector stands, or that there is none. */
    String guardDuty() {
        return detector()
                .flatMap(id -> ask(Operation.GET_DETECTOR, nothing().put("detectorId", id)))
                .map(answer -> answer.text("status").toLowerCase(Locale.ROOT))
                .orElse("no detector");
    }

    /** Whoever else makes a detector meanwhile, as the administrator of an organisation does, is as welcome. */
    void switchGuardDutyOn() {
        Optional<String> known = detector();
        if (known.isPresent()) {
            ask(
                    Operation.UPDATE_DETECTOR,
                    nothing().put("detectorId", known.get()).put("enable", true));
        } else {
            ask(
                    Operation.CREATE_DETECTOR,
                    nothing().put("enable", true).put("findingPublishingFrequency", "FIFTEEN_MINUTES"));
        }
    }

    /**
     * Returns for whom GuardDuty is switched on, {@code all}, {@code new} or {@code none}, or why this account does not
     * say it.
     */
    String guardDutyMembers() {
        return detector().map(id -> members(id).orElse(NOT_IN_CHARGE)).orElse("no detector");
    }

    /**
     * Switches GuardDuty on for all members.
     *
     * @throws Stalled if this account has no detector, or does not administer GuardDuty
     */
    void switchGuardDutyOnForAll() {
        String id = detector()
                .orElseThrow(() -> new Stalled(
                        "GuardDuty is off in the account that administers it. Set guardduty: enabled there as well."));
        if (members(id).isEmpty()) {
            throw new Stalled("""
                    %1$s does not administer the organisation's GuardDuty in %2$s. In the management account, deploy \
                    bootstrap/organization.yaml with GuardDutyAdministratorId=%1$s and with %2$s among its Regions, then \
                    run `plumbline reconcile`; or take guardduty-members out of the settings of this environment.\
                    """.formatted(session.account(), session.region()));
        }
        ask(Operation.UPDATE_MEMBERS, nothing().put("detectorId", id).put("autoEnableOrganizationMembers", "ALL"));
    }

    /** Nothing if the account of the detector does not administer GuardDuty. */
    private Optional<String> members(String detector) {
        return ask(Operation.DESCRIBE_MEMBERS, nothing().put("detectorId", detector))
                .map(answer -> answer.text("autoEnableOrganizationMembers").toLowerCase(Locale.ROOT));
    }

    private Optional<String> detector() {
        return ask(Operation.LIST_DETECTORS, nothing())
                .flatMap(answer -> answer.texts("detectorIds").stream().findFirst());
    }

    private Optional<Answer> ask(Operation operation, ObjectNode parameters) {
        return calls.ask(new Call(operation, parameters));
    }

    private static ObjectNode nothing() {
        return JsonNodeFactory.instance.objectNode();
    }
}
