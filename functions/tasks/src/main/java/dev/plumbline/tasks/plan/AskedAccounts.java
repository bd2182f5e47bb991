package dev.plumbline.tasks.plan;

import static java.util.Objects.requireNonNull;

import dev.plumbline.estate.TargetKey;
import dev.plumbline.estate.plan.Plan;
import dev.plumbline.estate.rules.Rules;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The accounts of which a plan may ask something. Whoever may open a pull request could otherwise have a role assumed
 * in any account that it names, whose owner would be told the external id, or have an account looked at that is none of
 * the estate's.
 */
final class AskedAccounts {

    private final Predicate<String> may;

    private AskedAccounts(Predicate<String> may) {
        this.may = requireNonNull(may, "may is null");
    }

    /** Returns those of a commit that somebody stands for, who may push it or start the plan. */
    static AskedAccounts all() {
        return new AskedAccounts(_ -> true);
    }

    /**
     * Returns those of a commit that nobody has merged.
     *
     * @param branch the plan of the deployed branch, if that is valid
     * @param deployed the rules of what is deployed everywhere
     */
    static AskedAccounts knownTo(Optional<Plan> branch, Rules deployed) {
        Set<String> known = new TreeSet<>(deployed.accounts().keySet());
        branch.ifPresent(plan -> plan.waves().stream()
                .flatMap(wave -> wave.targets().stream())
                .forEach(target -> known.add(target.account())));
        return new AskedAccounts(known::contains);
    }

    /** Whether a target may be asked. */
    boolean hold(TargetKey target) {
        return may.test(target.account());
    }
}
