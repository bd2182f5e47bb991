package dev.plumbline.tasks.plan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import dev.plumbline.accounts.ledger.Kept;
import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.ledger.StackRecord;
import dev.plumbline.accounts.objects.Bucket;
import dev.plumbline.accounts.preview.Hidden;
import dev.plumbline.accounts.preview.StackPreview;
import dev.plumbline.accounts.preview.StackPreviews;
import dev.plumbline.accounts.preview.ValueDiff;
import dev.plumbline.accounts.requests.Purpose;
import dev.plumbline.accounts.requests.Requests;
import dev.plumbline.accounts.session.Session;
import dev.plumbline.accounts.stacks.Change;
import dev.plumbline.accounts.stacks.ChangeSet;
import dev.plumbline.accounts.stacks.ChangeSetRequest;
import dev.plumbline.accounts.stacks.ChangeSets;
import dev.plumbline.accounts.stacks.Stack;
import dev.plumbline.accounts.stacks.Stacks;
import dev.plumbline.estate.OutputKey;
import dev.plumbline.estate.forecast.Forecast;
import dev.plumbline.estate.forecast.FutureResource;
import dev.plumbline.estate.forecast.HiddenValues;
import dev.plumbline.estate.forecast.Place;
import dev.plumbline.estate.plan.StackPlan;
import dev.plumbline.failure.Stalled;
import dev.plumbline.tasks.assignment.RunDocuments;
import dev.plumbline.tasks.assignment.RunNames;
import dev.plumbline.tasks.assignment.TargetToPreview;
import dev.plumbline.tasks.kept.Comeback;
import dev.plumbline.tasks.kept.KeptLook;
import dev.plumbline.tasks.kept.TakenName;
import dev.plumbline.tasks.rules.Decision;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;

/** A look at one stack that is not, or may not be, as a commit wants it. */
final class StackLook {

    private static final String TEMPLATE = "template.yaml";
    private static final String ROLLED_BACK_CREATION = "ROLLBACK_COMPLETE";

    private final TargetToPreview target;
    private final StackPlan stack;
    private final StackRecord record;
    private final KnownOutputs outputs;
    private final KnownParameters parameters;
    private final String partition;
    private final Stacks stacks;
    private final ChangeSets changeSets;
    private final Bucket bucket;
    private final int attempt;
    private final StackPreviews previews;
    private final Ledger ledger;
    private final Session session;
    private final List<String> notes = new ArrayList<>();

    StackLook(TargetToPreview target, StackPlan stack, Ledger ledger, Session session, Bucket bucket, int attempt) {
        this.target = requireNonNull(target, "target is null");
        this.stack = requireNonNull(stack, "stack is null");
        this.ledger = requireNonNull(ledger, "ledger is null");
        this.record = ledger.stacks().read(stack.key());
        this.outputs = new KnownOutputs(ledger.stacks());
        this.parameters = new KnownParameters(stack, outputs, record.moved());
        this.session = requireNonNull(session, "session is null");
        this.partition = session.partition();
        this.stacks = Stacks.in(session);
        this.changeSets = ChangeSets.in(session);
        this.bucket = requireNonNull(bucket, "bucket is null");
        this.attempt = attempt;
        this.previews = new StackPreviews(stack.name(), stack.stateful(), parameters.secrets());
        List<String> waits = target.waitsFor(stack.name());
        if (!waits.isEmpty()) {
            notes.add("Refers to " + String.join(", ", waits)
                    + (waits.size() == 1 ? ", which changes" : ", which change")
                    + ": what comes of that is known once that is deployed.");
        }
    }

    /** What a look shows. */
    sealed interface Seen {

        /** Something would happen. */
        record Told(StackPreview preview) implements Seen {}

        /** Nothing would happen. */
        record Nothing() implements Seen {}

        /** It cannot be told yet. */
        record Pending(String why) implements Seen {}
    }

    /** Looks, and is patient. */
    Seen look() {
        if (isCurrent()) {
            return unchanged();
        }
        Stack seen = stacks.describe(stack.stackName());
        return switch (seen.state()) {
            case MISSING, REVIEW -> created();
            case READY -> updated(seen);
            case IN_PROGRESS -> new Seen.Pending("somebody is at work on stack " + stack.key());
            case CREATE_FAILED -> failedCreation(seen);
            case UPDATE_FAILED, ROLLBACK_FAILED -> failed(seen, "its rollback is continued before it is changed");
            case DELETE_FAILED -> failed(seen, "it has to be put right first");
        };
    }

    /** Tells what its template makes, and asks nothing of the account. */
    Optional<StackPreview> foretell() {
        if (isCurrent()) {
            return Optional.empty();
        }
        notes.add(
                "Nothing was asked of account %s, which the deployed branch does not know yet: it is told by its template"
                                .formatted(target.account())
                        + " what would be made.");
        return created() instanceof Seen.Told(StackPreview told) ? Optional.of(told) : Optional.empty();
    }

    private boolean isCurrent() {
        return record.known()
                && stack.digest(outputs)
                        .filter(digest -> RunNames.same(record.digest(), digest))
                        .isPresent();
    }

    /** Looks for the last time: what is still pending is said to be. */
    Seen lastLook() {
        return switch (look()) {
            case Seen.Pending(String why) -> new Seen.Told(failure("It cannot be told now: " + why + "."));
            case Seen.Told told -> told;
            case Seen.Nothing nothing -> nothing;
        };
    }

    private Seen unchanged() {
        return notes.isEmpty() ? new Seen.Nothing() : new Seen.Told(previews.untold(StackPreview.Action.LATER, notes));
    }

    /** What was kept of removed stacks counts if it is there still, as far as may be asked. */
    private Seen created() {
        List<FutureResource> future = future();
        if (future.isEmpty()) {
            return new Seen.Told(
                    failure("The conditions of its template leave no resource to make with these parameters, and"
                            + " CloudFormation makes no stack without one."));
        }
        List<Kept> known = ledger.targets().kept(stack.key().target());
        List<Kept> kept = target.foretold() ? known : KeptLook.only(session).stillThere(known);
        Comeback comeback = Comeback.of(stack.key(), future, stack.stateful(), kept);
        if (comeback.blocked()) {
            List<String> all = new ArrayList<>(notes);
            all.addAll(comeback.ways("plan again"));
            return new Seen.Told(previews.untold(StackPreview.Action.FAILED, all));
        }
        if (!comeback.loss().isEmpty()) {
            notes.add("It " + comeback.loss() + ".");
        }
        return new Seen.Told(previews.created(
                future, asks(future.stream().map(Change::making).toList(), true, comeback.loss()), notes));
    }

    private Seen failedCreation(Stack seen) {
        if (seen.status().equals(ROLLED_BACK_CREATION)) {
            notes.add("An earlier creation was rolled back; that is deleted first.");
            return created();
        }
        return failed(seen, "it may still hold resources, and has to be deleted first");
    }

    private Seen failed(Stack seen, String consequence) {
        return new Seen.Told(failure("The stack is in " + seen.status() + ": " + consequence + "."));
    }

    private StackPreview failure(String note) {
        List<String> all = new ArrayList<>(notes);
        all.add(note);
        return previews.untold(StackPreview.Action.FAILED, all);
    }

    private Seen updated(Stack seen) {
        Optional<SortedMap<String, String>> known = parameters.toLookWith(seen);
        if (known.isEmpty()) {
            String missing =
                    stack.unknown(outputs).stream().map(OutputKey::toString).collect(joining(", "));
            notes.add("Its new parameters are known once " + missing + " is.");
            return new Seen.Told(previews.untold(StackPreview.Action.LATER, notes));
        }
        HiddenValues hidden = HiddenValues.of(TEMPLATE, template(), parameters.wanted());
        if (hidden.makesNames()) {
            return new Seen.Told(failure("A loop of its template names resources by values of Systems Manager, which a"
                    + " plan does not show."));
        }
        String digest = stack.digest(outputs.orFor(Forecast.KNOWN_AFTER_APPLY)).orElseThrow();
        String name = target.names().preview(digest);
        ChangeSet found = attempt == 0 ? new ChangeSet.Missing() : described(name);
        if (found instanceof ChangeSet.Missing) {
            try {
                changeSets.create(request(name, known.get()));
            } catch (Stalled refused) {
                return new Seen.Told(failure(told(String.valueOf(refused.getMessage()), hidden)));
            }
            found = described(name);
        }
        return read(seen, name, found, hidden);
    }

    private ChangeSet described(String name) {
        return Requests.during(Purpose.POLL, () -> changeSets.describe(stack.stackName(), name));
    }

    private Seen read(Stack seen, String name, ChangeSet found, HiddenValues hidden) {
        return switch (found) {
            case ChangeSet.Ready ready -> changed(seen, ready.changes(), hidden);
            case ChangeSet.Empty _ -> unchanged();
            case ChangeSet.Failed(String reason) ->
                new Seen.Told(failure("CloudFormation refuses the change: " + told(TakenName.told(reason), hidden)));
            case ChangeSet.Pending _ -> new Seen.Pending("CloudFormation works out the changes of " + stack.key());
            case ChangeSet.Missing _ -> sweptAway();
            case ChangeSet.Executed _, ChangeSet.Obsolete _ -> {
                changeSets.delete(stack.stackName(), name);
                yield sweptAway();
            }
        };
    }

    /** A deployment deletes all change sets of a stack, or makes them obsolete. */
    private Seen sweptAway() {
        return new Seen.Pending("stack " + stack.key() + " was changed meanwhile; it is looked at again");
    }

    /**
     * CloudFormation cites the value of a parameter that does not fit: "parameter value X for parameter name Y does not
     * exist".
     */
    private static String told(String reason, HiddenValues hidden) {
        return hidden.fromStore()
                ? "it says why, and that could show values that its template hides or takes from Systems Manager."
                : reason;
    }

    private Seen changed(Stack seen, List<Change> changes, HiddenValues hidden) {
        HiddenValues before = stacks.template(seen.name())
                .map(deployed -> HiddenValues.of(TEMPLATE, deployed.getBytes(UTF_8), seen.parameters()))
                .orElseGet(HiddenValues::everything);
        List<ValueDiff> differing = new ArrayList<>(
                previews.differing("", parameters.deployed(seen), parameters.pushed(seen), KnownParameters.HIDDEN));
        differing.addAll(previews.differing("Tags/", seen.tags(), stack.tags(), KnownParameters.HIDDEN));
        parameters
                .outrun()
                .forEach((name, reached) ->
                        notes.add("Nothing is changed for " + name + ": AWS itself has moved it to " + reached + "."));
        return new Seen.Told(previews.updated(
                differing, changes, future(), new Hidden(before, hidden), asks(changes, false, ""), notes));
    }

    /** The run will judge by the same. */
    private boolean asks(List<Change> changes, boolean creating, String loss) {
        return Decision.on(stack, changes, creating).alsoOn(stack, loss) instanceof Decision.Asks;
    }

    private ChangeSetRequest request(String name, SortedMap<String, String> given) {
        return new ChangeSetRequest(
                stack.stackName(),
                name,
                ChangeSetRequest.Kind.UPDATE,
                bucket.url(RunDocuments.previewTemplate(stack.templateDigest())),
                given,
                new TreeSet<>(),
                stack.tags(),
                "",
                name + "-" + attempt,
                "Only to be looked at: plan " + target.plan());
    }

    private List<FutureResource> future() {
        Place place = new Place(partition, target.account(), target.region(), stack.stackName());
        return Forecast.of(TEMPLATE, template(), parameters.wanted(), place);
    }

    private byte[] template() {
        return bucket.get(RunDocuments.previewTemplate(stack.templateDigest()))
                .orElseThrow(() -> new Stalled("The template of " + stack.key() + " is gone from the bucket."));
    }
}
