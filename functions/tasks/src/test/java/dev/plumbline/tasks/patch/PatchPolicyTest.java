package dev.plumbline.tasks.patch;

import dev.plumbline.tasks.RoleStatements;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The role may do what patching declares, and nothing else. */
class PatchPolicyTest {

    @Test
    void role_always_allowsWhatPatchingDeclaresAndNothingElse() throws IOException {
        RoleStatements.allowExactly("PatchPolicyTest", "Patching", new Patchers().operations());
    }
}
