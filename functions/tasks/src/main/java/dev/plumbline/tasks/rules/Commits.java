package dev.plumbline.tasks.rules;

import static java.util.Objects.requireNonNull;

import dev.plumbline.estate.Reading;
import dev.plumbline.estate.SourceTree;
import dev.plumbline.estate.read.EstateReader;
import dev.plumbline.estate.rules.Rules;
import java.util.function.Function;

/** The live repository's commits, read as what is deployed or as what is to be. */
public final class Commits {

    private final EstateReader reader;
    private final Function<String, SourceTree> git;

    /**
     * Creates it.
     *
     * @param git returns the files of a commit
     */
    public Commits(EstateReader reader, Function<String, SourceTree> git) {
        this.reader = requireNonNull(reader, "reader is null");
        this.git = requireNonNull(git, "git is null");
    }

    /** Reads a commit that is to be deployed, as far as what is deployed allows it. */
    public Reading wanted(String commit, Rules deployed) {
        return wanted(git.apply(commit), deployed);
    }

    /** Reads files that are to be deployed, as far as what is deployed allows them. */
    public Reading wanted(SourceTree tree, Rules deployed) {
        return reader.read(tree, deployed.transforms());
    }

    /** Reads a commit that is deployed. */
    public Reading deployed(String commit) {
        return reader.readDeployed(git.apply(commit));
    }
}
