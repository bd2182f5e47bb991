package dev.plumbline.cli.live;

import dev.plumbline.cli.Problem;
import dev.plumbline.cli.process.Command;
import dev.plumbline.cli.process.CommandFailed;

/** What a person means by a commit. */
public final class LocalCommit {

    private LocalCommit() {}

    /**
     * Returns the id of a commit; a branch, a tag or a part of an id is looked up in the repository of this folder.
     *
     * @throws Problem where there is none of that name
     */
    public static String named(String name) {
        if (name.matches("[0-9a-f]{40}")) {
            return name;
        }
        try {
            return Command.of("git", "rev-parse", "--verify", "--quiet", "--end-of-options", name + "^{commit}")
                    .run()
                    .strip();
        } catch (CommandFailed e) {
            throw new Problem(
                    "there is neither a folder nor a commit " + name + " here",
                    "Name a folder with plumbline.yaml, or the 40 digits of a commit that was pushed.",
                    e);
        }
    }
}
