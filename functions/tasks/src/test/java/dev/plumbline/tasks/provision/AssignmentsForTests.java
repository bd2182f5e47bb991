package dev.plumbline.tasks.provision;

import static dev.plumbline.tasks.PlansForTests.COMMIT;
import static dev.plumbline.tasks.PlansForTests.DEV;

import dev.plumbline.tasks.HubForTests;
import dev.plumbline.tasks.assignment.Assignment;
import java.util.List;

/** What the executions of a target are to do. */
public final class AssignmentsForTests {

    private AssignmentsForTests() {}

    public static Assignment of(String run) {
        return of(run, 1);
    }

    public static Assignment of(String run, int wave) {
        return new Assignment(
                run + "-1",
                run,
                HubForTests.BRANCH,
                COMMIT,
                "dev",
                DEV.account(),
                DEV.region(),
                wave,
                "runs/" + run + "/targets/1.json",
                false,
                false,
                List.of(),
                List.of());
    }
}
