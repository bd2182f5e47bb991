package dev.plumbline.cli;

import static java.util.Objects.requireNonNull;

import dev.plumbline.cli.deployment.Deployment;
import dev.plumbline.cli.deployment.PlannedTarget;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** The parameters that name one stack of one target. */
final class DriftParameters {

    @Parameters(
            index = "0",
            paramLabel = "TARGET",
            description = "An environment or account, with /REGION where it has several.")
    private @Nullable String target;

    @Parameters(index = "1", paramLabel = "STACK", description = "The stack's name in the estate, or settings.")
    private @Nullable String stack;

    /** The stack's name, or {@code settings}. */
    String stack() {
        return requireNonNull(stack, "picocli asks for it");
    }

    /** The targets that are meant, at least one. */
    List<PlannedTarget> targets(Deployment deployment) {
        String name = requireNonNull(target, "picocli asks for it");
        List<PlannedTarget> all = deployment.targets();
        List<PlannedTarget> meant =
                all.stream().filter(planned -> planned.isMeantBy(name)).toList();
        if (meant.isEmpty()) {
            throw TargetParameter.unknown(name, all);
        }
        return meant;
    }
}
