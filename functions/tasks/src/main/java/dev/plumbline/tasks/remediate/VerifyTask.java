package dev.plumbline.tasks.remediate;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.ledger.CaseStatus;
import dev.plumbline.accounts.ledger.FindingCase;
import dev.plumbline.accounts.ledger.FindingCase.Facts;
import dev.plumbline.failure.Waiting;
import dev.plumbline.tasks.directory.Branch;
import dev.plumbline.tasks.directory.Directories;
import dev.plumbline.tasks.directory.Directory;
import dev.plumbline.tasks.directory.Place;
import dev.plumbline.tasks.playbooks.Inspection;
import dev.plumbline.tasks.playbooks.Step;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Looks whether nothing is left to do, and where something is although the stack was put right, names the cause. */
final class VerifyTask {

    /** AWS tells some changes a moment late. */
    private static final int PATIENCE = 3;

    private final Work work;
    private final RecordTask record;
    private final Directories directories;
    private final Branch branch;
    private final InstantSource clock;

    @Inject
    VerifyTask(Work work, RecordTask record, Directories directories, Branch branch, InstantSource clock) {
        this.work = requireNonNull(work, "work is null");
        this.record = requireNonNull(record, "record is null");
        this.directories = requireNonNull(directories, "directories is null");
        this.branch = requireNonNull(branch, "branch is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /** Looks, and records the end. That the case was verified counts from when the look began. */
    RemediateAnswer verify(FindingCase of, int attempt) {
        Instant at = clock.instant();
        Inspection seen = work.inspect(of);
        boolean well = !seen.there() || seen.well();
        if (!well && of.text(Facts.STACK).isEmpty() && attempt < PATIENCE) {
            throw new Waiting("What was changed is not to be seen yet: " + left(seen) + ".");
        }
        FindingCase verified = of.after(CaseStatus.OPEN, Map.of(), "verified", at);
        if (well) {
            return record.ended(verified, CaseStatus.FIXED, "");
        }
        String stack = of.text(Facts.STACK);
        return record.ended(
                verified,
                CaseStatus.FAILED,
                stack.isEmpty() ? "It is still to be done: " + left(seen) + "." : cause(of, stack, seen));
    }

    private static String left(Inspection seen) {
        return seen.steps().stream().map(Step::says).collect(Collectors.joining("; "));
    }

    /** After its stack was put right, what is wrong is what the live repository says. */
    private String cause(FindingCase of, String stack, Inspection seen) {
        Directory directory = directories.deployed(branch.ref());
        Optional<Place.Declared> declared =
                directory.of(of.target().account()).map(place -> place.stacks().get(stack));
        String at = declared.map(Place.Declared::at).orElse("the live repository");
        String template = declared.map(found -> directory.templates().getOrDefault(found.blueprint(), new TreeMap<>()))
                .map(lines -> lines.get(of.text(Facts.LOGICAL_ID)))
                .map(line -> ", or " + of.text(Facts.LOGICAL_ID) + " at " + line)
                .orElse("");
        return "The stack " + stack
                + " is as it is declared, and still wrong: the cause is in the live repository. Change "
                + "the stack's parameters at " + at + template + ": " + seen.atSource() + ".";
    }
}
