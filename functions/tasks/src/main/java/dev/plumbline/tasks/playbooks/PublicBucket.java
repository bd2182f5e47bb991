package dev.plumbline.tasks.playbooks;

import dev.plumbline.accounts.calls.Answer;
import dev.plumbline.accounts.calls.Call;
import dev.plumbline.accounts.calls.Operation;
import dev.plumbline.tasks.findings.Fact;
import dev.plumbline.tasks.findings.Finding;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A bucket, or an access point, that is public: the bucket's block of public access is put on as a whole. An access
 * point's own block cannot be changed once it is made, so its policy is taken away.
 */
final class PublicBucket implements Playbook {

    static final String NAME = "public-bucket";

    private static final List<String> BLOCKS =
            List.of("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets");

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<Operation> operations() {
        return Set.of(
                Operation.GET_BUCKET_LOCATION,
                Operation.GET_BUCKET_BLOCK,
                Operation.PUT_BUCKET_BLOCK,
                Operation.DELETE_BUCKET_BLOCK,
                Operation.GET_ACCESS_POINT_POLICY,
                Operation.PUT_ACCESS_POINT_POLICY,
                Operation.DELETE_ACCESS_POINT_POLICY);
    }

    @Override
    public Optional<String> resource(Finding finding) {
        return finding.fact(Fact.BUCKET).or(() -> finding.fact(Fact.ACCESS_POINT));
    }

    @Override
    public Inspection inspect(Subject subject, Hands hands) {
        return subject.fact(Fact.BUCKET).isEmpty()
                ? accessPoint(subject.fact(Fact.ACCESS_POINT), hands)
                : bucket(subject.fact(Fact.BUCKET), hands);
    }

    private static Inspection bucket(String bucket, Hands hands) {
        if (hands.ask(Parameters.of("Bucket", bucket).call(Operation.GET_BUCKET_LOCATION))
                .isEmpty()) {
            return Inspection.gone();
        }
        Optional<Answer> block = hands.ask(Parameters.of("Bucket", bucket).call(Operation.GET_BUCKET_BLOCK));
        boolean blocked =
                block.map(found -> BLOCKS.stream().allMatch(found::flag)).orElse(false);
        List<Step> steps = blocked
                ? List.of()
                : List.of(Step.of("block all public access to " + bucket, put(bucket, null), back(bucket, block))
                        .interrupting());
        return Inspection.asked(
                steps, bucket, "give the bucket a PublicAccessBlockConfiguration with all four settings true");
    }

    private static Call back(String bucket, Optional<Answer> before) {
        return before.map(block -> put(bucket, block))
                .orElseGet(() -> Parameters.of("Bucket", bucket).call(Operation.DELETE_BUCKET_BLOCK));
    }

    /** Puts a block on as it was, or as a whole where there is none to go by. */
    private static Call put(String bucket, @Nullable Answer before) {
        Parameters parameters = Parameters.of("Bucket", bucket);
        BLOCKS.forEach(name -> parameters.with(name, before == null || before.flag(name)));
        return parameters.call(Operation.PUT_BUCKET_BLOCK);
    }

    private static Inspection accessPoint(String name, Hands hands) {
        Optional<String> policy = hands.ask(Parameters.of("Name", name).call(Operation.GET_ACCESS_POINT_POLICY))
                .map(answer -> answer.text("Policy"))
                .filter(text -> !text.isEmpty());
        List<Step> steps = policy.map(text -> List.of(Step.of(
                                "take the policy of the access point " + name + " away",
                                Parameters.of("Name", name).call(Operation.DELETE_ACCESS_POINT_POLICY),
                                Parameters.of("Name", name)
                                        .with("Policy", text)
                                        .call(Operation.PUT_ACCESS_POINT_POLICY))
                        .interrupting()))
                .orElse(List.of());
        return Inspection.asked(steps, name, "give the access point a policy that lets nobody in from outside");
    }
}
