package dev.plumbline.tasks.playbooks;

import dev.plumbline.accounts.calls.Answer;
import dev.plumbline.accounts.calls.Call;
import dev.plumbline.accounts.calls.Operation;
import dev.plumbline.accounts.settings.PasswordDemands;
import dev.plumbline.tasks.findings.Fact;
import dev.plumbline.tasks.findings.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The account's password policy is weak, or new volumes are not encrypted: both are set as the benchmark of CIS wants
 * them.
 */
final class AccountDefaults implements Playbook {

    static final String NAME = "account-defaults";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<Operation> operations() {
        return Set.of(
                Operation.GET_PASSWORD_POLICY,
                Operation.UPDATE_PASSWORD_POLICY,
                Operation.DELETE_PASSWORD_POLICY,
                Operation.GET_EBS_ENCRYPTION,
                Operation.ENABLE_EBS_ENCRYPTION,
                Operation.DISABLE_EBS_ENCRYPTION);
    }

    @Override
    public Optional<String> resource(Finding finding) {
        return finding.fact(Fact.ACCOUNT)
                .map(account -> (ofPasswords(finding) ? "passwords of account " : "volumes of account ") + account);
    }

    @Override
    public Inspection inspect(Subject subject, Hands hands) {
        List<Step> steps = new ArrayList<>();
        if (ofPasswords(subject.finding())) {
            passwords(hands).ifPresent(steps::add);
        } else if (!hands.look(Operation.GET_EBS_ENCRYPTION, Parameters.of()).flag("ebsEncryptionByDefault")) {
            steps.add(Step.of(
                    "encrypt new volumes",
                    Parameters.of().call(Operation.ENABLE_EBS_ENCRYPTION),
                    Parameters.of().call(Operation.DISABLE_EBS_ENCRYPTION)));
        }
        return Inspection.ofAccount(
                steps, "set password-policy: strict and ebs-encryption-by-default: true in the environment's settings");
    }

    private static boolean ofPasswords(Finding finding) {
        return finding.type().contains("password");
    }

    private static Optional<Step> passwords(Hands hands) {
        Optional<Answer> policy = hands.ask(Parameters.of().call(Operation.GET_PASSWORD_POLICY))
                .map(answer -> answer.at("PasswordPolicy"));
        if (policy.filter(PasswordDemands::met).isPresent()) {
            return Optional.empty();
        }
        Call back =
                policy.map(AccountDefaults::as).orElseGet(() -> Parameters.of().call(Operation.DELETE_PASSWORD_POLICY));
        return Optional.of(Step.of(
                "ask for passwords of " + PasswordDemands.LENGTH + " characters of all kinds, changed every "
                        + PasswordDemands.DAYS + " days",
                new Call(Operation.UPDATE_PASSWORD_POLICY, PasswordDemands.parameters()),
                back));
    }

    private static Call as(Answer before) {
        Parameters parameters = Parameters.of()
                .with("MinimumPasswordLength", Math.max(before.number("MinimumPasswordLength"), 6))
                .with("AllowUsersToChangePassword", before.flag("AllowUsersToChangePassword"));
        for (String number : List.of("PasswordReusePrevention", "MaxPasswordAge")) {
            if (before.number(number) > 0) {
                parameters.with(number, before.number(number));
            }
        }
        PasswordDemands.KINDS.forEach(demand -> parameters.with(demand, before.flag(demand)));
        return parameters.call(Operation.UPDATE_PASSWORD_POLICY);
    }
}
