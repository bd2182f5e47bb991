package dev.plumbline.tasks.playbooks;

import dev.plumbline.accounts.calls.Answer;
import dev.plumbline.accounts.calls.Call;
import dev.plumbline.accounts.calls.Operation;
import dev.plumbline.tasks.findings.Fact;
import dev.plumbline.tasks.findings.Finding;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** An instance whose metadata answers without a token (IMDSv1): a token is required. */
final class MetadataVersion implements ThingPlaybook {

    static final String NAME = "metadata-version";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<Operation> operations() {
        return Set.of(Operation.DESCRIBE_INSTANCES, Operation.MODIFY_METADATA_OPTIONS);
    }

    @Override
    public Optional<String> resource(Finding finding) {
        return finding.fact(Fact.INSTANCE);
    }

    @Override
    public Optional<Answer> find(Subject subject, Hands hands) {
        return Instances.find(subject.fact(Fact.INSTANCE), hands);
    }

    @Override
    public Inspection inspect(Answer found, Subject subject, Hands hands) {
        String id = subject.fact(Fact.INSTANCE);
        Answer options = found.at("metadataOptions");
        List<Step> steps = options.text("httpTokens").equals("required")
                        || options.text("httpEndpoint").equals("disabled")
                ? List.of()
                : List.of(Step.of(
                                "require a token for the metadata of " + id,
                                tokens(id, "required"),
                                tokens(id, "optional"))
                        .interrupting());
        return Inspection.tagged(
                steps,
                ResourceTags.of(found),
                "set MetadataOptions of the instance or launch template to HttpTokens: required");
    }

    private static Call tokens(String id, String wanted) {
        return Parameters.of("InstanceId", id).with("HttpTokens", wanted).call(Operation.MODIFY_METADATA_OPTIONS);
    }
}
