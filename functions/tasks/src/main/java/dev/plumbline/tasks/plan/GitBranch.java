package dev.plumbline.tasks.plan;

import static java.util.Objects.requireNonNull;

import dev.plumbline.estate.source.GitSource;
import dev.plumbline.estate.source.Lineage;

/**
 * A branch of the live repository, as Git tells of it.
 *
 * @param git where it is asked
 * @param ref its name
 */
record GitBranch(GitSource git, String ref) implements HeadClaim.Branch {

    GitBranch {
        requireNonNull(git, "git is null");
        requireNonNull(ref, "ref is null");
    }

    @Override
    public String head() {
        return git.head(ref);
    }

    @Override
    public Lineage lineage(String commit) {
        return git.lineage(commit);
    }
}
