package dev.plumbline.tasks.playbooks;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.accounts.calls.Answer;
import dev.plumbline.accounts.calls.Call;
import dev.plumbline.accounts.calls.Operation;
import dev.plumbline.failure.Waiting;
import dev.plumbline.tasks.findings.Fact;
import dev.plumbline.tasks.findings.Finding;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A cluster whose API the world reaches, or that lets in who has not said who it is: its API is reached from within its
 * network only. What a role binding allows to the anonymous is left to people: the cluster's API alone can take it
 * away.
 */
final class ExposedCluster implements ThingPlaybook {

    static final String NAME = "exposed-cluster";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<Operation> operations() {
        return Set.of(Operation.DESCRIBE_CLUSTER, Operation.UPDATE_CLUSTER);
    }

    @Override
    public Optional<String> resource(Finding finding) {
        return finding.fact(Fact.CLUSTER);
    }

    @Override
    public Optional<Answer> find(Subject subject, Hands hands) {
        return hands.ask(Parameters.of("name", subject.fact(Fact.CLUSTER)).call(Operation.DESCRIBE_CLUSTER))
                .map(answer -> answer.at("cluster"));
    }

    @Override
    public Inspection inspect(Answer found, Subject subject, Hands hands) {
        String name = subject.fact(Fact.CLUSTER);
        Answer network = found.at("resourcesVpcConfig");
        if (!network.flag("endpointPublicAccess")) {
            return inspection(List.of(), name);
        }
        if (found.text("status").equals("UPDATING")) {
            throw new Waiting("The cluster " + name + " is being changed.");
        }
        Step step = Step.of(
                        "let the API of " + name + " be reached from its network only",
                        closed(name),
                        open(name, network))
                .interrupting();
        return inspection(List.of(step), name);
    }

    private static Inspection inspection(List<Step> steps, String name) {
        return Inspection.asked(
                steps,
                name,
                "set EndpointPublicAccess of the cluster to false, and take role bindings of system:anonymous and"
                        + " system:unauthenticated out of its manifests");
    }

    private static Call closed(String name) {
        ObjectNode network = JsonNodeFactory.instance
                .objectNode()
                .put("endpointPublicAccess", false)
                .put("endpointPrivateAccess", true);
        return Parameters.of("name", name).with("resourcesVpcConfig", network).call(Operation.UPDATE_CLUSTER);
    }

    private static Call open(String name, Answer before) {
        ObjectNode network = JsonNodeFactory.instance
                .objectNode()
                .put("endpointPublicAccess", true)
                .put("endpointPrivateAccess", before.flag("endpointPrivateAccess"));
        List<String> from = before.texts("publicAccessCidrs");
        if (!from.isEmpty()) {
            from.forEach(network.putArray("publicAccessCidrs")::add);
        }
        return Parameters.of("name", name).with("resourcesVpcConfig", network).call(Operation.UPDATE_CLUSTER);
    }
}
