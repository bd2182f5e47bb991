package dev.plumbline.tasks.playbooks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.accounts.calls.Answer;
import dev.plumbline.accounts.calls.Operation;
import dev.plumbline.tasks.findings.Fact;
import dev.plumbline.tasks.findings.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The default security group of a VPC has rules: they are taken away, so that nothing is let in by belonging to it. */
final class DefaultSecurityGroup implements ThingPlaybook {

    static final String NAME = "default-security-group";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<Operation> operations() {
        return Set.of(
                Operation.DESCRIBE_SECURITY_GROUPS,
                Operation.REVOKE_INGRESS,
                Operation.REVOKE_EGRESS,
                Operation.AUTHORIZE_INGRESS,
                Operation.AUTHORIZE_EGRESS);
    }

    @Override
    public Optional<String> resource(Finding finding) {
        return finding.fact(Fact.GROUP);
    }

    @Override
    public Optional<Answer> find(Subject subject, Hands hands) {
        return Rules.group(subject.fact(Fact.GROUP), hands);
    }

    @Override
    public Inspection inspect(Answer found, Subject subject, Hands hands) {
        String id = subject.fact(Fact.GROUP);
        List<Step> steps = new ArrayList<>();
        if (found.text("groupName").equals("default")) {
            found.items("ipPermissions").forEach(rule -> steps.add(step(id, Rules.whole(rule), true)));
            found.items("ipPermissionsEgress").forEach(rule -> steps.add(step(id, Rules.whole(rule), false)));
        }
        // Also where a stack made the VPC: no stack can own the group that comes with it.
        return Inspection.ofAccount(steps, "set default-security-group: closed in the environment's settings");
    }

    private static Step step(String group, ObjectNode rule, boolean incoming) {
        Parameters parameters = Rules.of(group, rule);
        return Step.of(
                        "take " + Rules.ports(rule) + (incoming ? " into " : " out of ") + group + " away",
                        parameters.call(incoming ? Operation.REVOKE_INGRESS : Operation.REVOKE_EGRESS),
                        parameters.call(incoming ? Operation.AUTHORIZE_INGRESS : Operation.AUTHORIZE_EGRESS))
                .interrupting();
    }
}
