package dev.plumbline.accounts.preview;

import static java.util.Objects.requireNonNull;

import dev.plumbline.estate.Problem;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a commit would change everywhere.
 *
 * @param version version of this form
 * @param plan id of the plan
 * @param commit the commit; zeros where the files were never committed
 * @param base the commit of the deployed branch that it was held against; empty where there is none
 * @param targets the targets in which anything would happen, wave by wave
 * @param policies rules for changing stacks that the commit itself would change
 * @param windowed values that the commit declares otherwise and that wait for a window: a push leaves them as they are
 * @param problems what is wrong with the commit; nothing is planned then
 * @param failure why it could not be made; empty where it could
 */
public record Preview(
        int version,
        String plan,
        String commit,
        String base,
        List<TargetPreview> targets,
        List<ValueDiff> policies,
        List<ValueDiff> windowed,
        List<Problem> problems,
        String failure) {

    /** The version that this release reads and writes. */
    public static final int VERSION = 1;

    /** Checks that nothing is missing and copies the lists. */
    public Preview {
        requireNonNull(plan, "plan is null");
        requireNonNull(commit, "commit is null");
        requireNonNull(base, "base is null");
        requireNonNull(failure, "failure is null");
        targets = List.copyOf(targets);
        policies = List.copyOf(policies);
        windowed = List.copyOf(windowed);
        problems = List.copyOf(problems);
    }

    /** Returns a preview that says only what is wrong with a commit. */
    public static Preview refused(String plan, String commit, String base, List<Problem> problems) {
        return new Preview(VERSION, plan, commit, base, List.of(), List.of(), List.of(), problems, "");
    }

    /** Returns a preview that could not be made. */
    public static Preview failed(String plan, String failure) {
        return new Preview(VERSION, plan, "", "", List.of(), List.of(), List.of(), List.of(), failure);
    }

    /** Returns it with other targets; those where nothing would happen are left out. */
    public Preview with(List<TargetPreview> all) {
        List<TargetPreview> loud =
                all.stream().filter(target -> !target.quiet()).toList();
        return new Preview(version, plan, commit, base, loud, policies, windowed, problems, failure);
    }

    /** Returns all stacks to which something would happen. */
    public Stream<StackPreview> stacks() {
        return targets.stream().flatMap(target -> target.stacks().stream());
    }

    /** Whether all could be told that would happen: an invalid commit, and one that CloudFormation refuses, is not. */
    public boolean good() {
        return failure.isEmpty()
                && problems.isEmpty()
                && targets.stream().allMatch(target -> target.failure().isEmpty())
                && stacks().allMatch(StackPreview::told);
    }

    /** Whether nothing would happen anywhere, now or in a window. */
    public boolean quiet() {
        return targets.isEmpty() && policies.isEmpty() && windowed.isEmpty();
    }

    /** Returns how much would change. */
    public PreviewCounts counts() {
        return PreviewCounts.of(this);
    }
}
