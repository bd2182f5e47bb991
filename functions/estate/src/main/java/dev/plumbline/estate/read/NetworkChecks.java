package dev.plumbline.estate.read;

import dev.plumbline.estate.Blueprint;
import dev.plumbline.estate.DeclaredParameter;
import dev.plumbline.estate.Environment;
import dev.plumbline.estate.OutputName;
import dev.plumbline.estate.Position;
import dev.plumbline.estate.ProblemCode;
import dev.plumbline.estate.Problems;
import dev.plumbline.estate.StackDeclaration;
import dev.plumbline.estate.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** Reports address ranges of different stacks that overlap, unless a policy allows it for one of them. */
final class NetworkChecks {

    private final SortedMap<String, Environment> environments;
    private final SortedMap<String, Blueprint> blueprints;
    private final Problems problems;

    NetworkChecks(
            SortedMap<String, Environment> environments, SortedMap<String, Blueprint> blueprints, Problems problems) {
        this.environments = environments;
        this.blueprints = blueprints;
        this.problems = problems;
    }

    /**
     * An address range of a stack.
     *
     * @param block the range
     * @param owner environment and stack
     * @param position where it stands
     */
    private record Owned(CidrBlock block, String owner, Position position) {}

    /** Reports each range that overlaps with one before it. */
    void run() {
        List<Owned> all = new ArrayList<>();
        for (Environment environment : environments.values()) {
            for (StackDeclaration stack : environment.stacks().values()) {
                if (!stack.policies().overlappingNetworks()) {
                    collect(environment.name() + "/" + stack.name(), stack, all);
                }
            }
        }
        // Blocks are either apart or one inside the other. In this order, one that holds others comes before them.
        all.sort(Comparator.<Owned>comparingLong(owned -> owned.block().first())
                .thenComparing(owned -> owned.block().last(), Comparator.reverseOrder())
                .thenComparing(Owned::position));
        Owned widest = null;
        for (Owned owned : all) {
            if (widest != null && owned.block().first() <= widest.block().last()) {
                if (!owned.owner().equals(widest.owner())) {
                    overlap(owned, widest);
                }
            } else {
                widest = owned;
            }
        }
    }

    private void collect(String owner, StackDeclaration stack, List<Owned> all) {
        Blueprint blueprint = blueprints.get(stack.blueprint());
        if (blueprint == null) {
            return;
        }
        for (String name : blueprint.networks()) {
            DeclaredParameter parameter = stack.parameters().get(name);
            if (parameter != null && parameter.value() instanceof Value.Literal<OutputName> literal) {
                Optional<CidrBlock> block = CidrBlock.parse(literal.text());
                block.ifPresent(found -> all.add(new Owned(found, owner, parameter.position())));
            }
        }
    }

    private void overlap(Owned one, Owned other) {
        problems.add(
                one.position(),
                ProblemCode.OVERLAPPING_CIDR,
                one.block() + " of " + one.owner() + " overlaps with " + other.block() + " of " + other.owner(),
                "choose another block, or say policies: { overlapping-networks: allowed } where the two never meet; see "
                        + other.position());
    }
}
