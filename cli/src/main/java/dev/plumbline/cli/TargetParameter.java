package dev.plumbline.cli;

import dev.plumbline.cli.deployment.Deployment;
import dev.plumbline.cli.deployment.PlannedTarget;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** The parameter that says which targets a command is about. */
final class TargetParameter {

    @Parameters(
            arity = "0..1",
            paramLabel = "TARGET",
            description = "An environment or account, with /REGION where it has several. Default: all.")
    private @Nullable String name;

    /** Whether any are named. */
    boolean isGiven() {
        return name != null;
    }

    /** The targets that are meant. */
    List<PlannedTarget> of(Deployment deployment) {
        List<PlannedTarget> all = deployment.targets();
        if (all.isEmpty()) {
            throw new Problem("nothing was planned yet", "Push to the live repository.");
        }
        if (name == null || name.equals("all")) {
            return all;
        }
        List<PlannedTarget> meant =
                all.stream().filter(target -> target.isMeantBy(name)).toList();
        if (meant.isEmpty()) {
            throw unknown(name, all);
        }
        return meant;
    }

    /** There is no target of a name, but others. */
    static Problem unknown(String name, List<PlannedTarget> all) {
        return new Problem(
                "there is no target " + name,
                "There are: "
                        + all.stream()
                                .map(target -> target.environment() + "/"
                                        + target.target().region())
                                .collect(Collectors.joining(", "))
                        + ".");
    }
}
