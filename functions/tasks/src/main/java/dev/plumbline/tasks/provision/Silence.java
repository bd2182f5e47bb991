package dev.plumbline.tasks.provision;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.ledger.Executing;
import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.ledger.TargetNote;
import dev.plumbline.estate.TargetKey;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Notes, once for a run and target, that no event of it arrives: CloudFormation tells of every change of a stack's
 * status when it begins, so what a whole sweep has not heard of is not forwarded. Without a word the target would only
 * be slow.
 */
public final class Silence {

    private static final String KIND = "silence";

    /** How exact the ledger knows when an account was heard last. */
    private static final Duration HEARING = Duration.ofMinutes(1);

    private final Ledger ledger;
    private final InstantSource clock;

    /** Creates it. */
    @Inject
    public Silence(Ledger ledger, InstantSource clock) {
        this.ledger = requireNonNull(ledger, "ledger is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /** Notes it, where nothing was heard of the stack's change nor of anything else in the target since it began. */
    void note(ProvisionInput.Execute input, Executing executing) {
        if (input.sweeps() == 0 || !executing.unheard()) {
            return;
        }
        TargetKey target = input.target().target();
        if (ledger.targets().read(target).heardAt().isBefore(executing.since().minus(HEARING))) {
            String text =
                    "No event of this account and region arrives in the hub. Each stack takes up to two minutes longer,"
                            + " and what is changed behind its back is seen only when a run looks. Deploy"
                            + " bootstrap/member-region.yaml to " + target.region()
                            + " of that account, or look into the queue"
                            + " plumbline-forwarder-dead-letters";
            ledger.progress().note(input.target().run(), new TargetNote(target, KIND, text), clock.instant());
        }
    }
}
