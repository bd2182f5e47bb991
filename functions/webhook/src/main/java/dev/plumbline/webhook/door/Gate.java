package dev.plumbline.webhook.door;

import dev.plumbline.failure.Stalled;

/** What has to happen before a commit is deployed. */
public sealed interface Gate {

    /** A push is enough. */
    record Push() implements Gate {}

    /**
     * The commit's workflow on CircleCI has to be green; a push alone deploys nothing.
     *
     * @param project exact id of the project
     * @param workflow exact name of the workflow
     */
    record CircleCi(String project, String workflow) implements Gate {

        /** Checks that both are given. */
        public CircleCi {
            if (project.isEmpty() || workflow.isEmpty()) {
                throw new Stalled("The gate circleci needs PLUMBLINE_CIRCLECI_PROJECT and PLUMBLINE_CIRCLECI_WORKFLOW:"
                        + " set both parameters of template.yaml");
            }
        }
    }

    /**
     * Reads a gate's name.
     *
     * @throws Stalled when there is no such gate
     */
    static Gate of(String name, String project, String workflow) {
        return switch (name) {
            case "push" -> new Push();
            case "circleci" -> new CircleCi(project, workflow);
            default -> throw new Stalled("PLUMBLINE_GATE is neither push nor circleci: correct the parameter Gate");
        };
    }
}
