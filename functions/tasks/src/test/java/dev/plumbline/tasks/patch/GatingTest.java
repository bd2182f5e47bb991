package dev.plumbline.tasks.patch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.accounts.ledger.Deployed;
import dev.plumbline.accounts.ledger.Ledger;
import dev.plumbline.accounts.ledger.Outcome;
import dev.plumbline.accounts.ledger.Patch;
import dev.plumbline.accounts.ledger.PatchStatus;
import dev.plumbline.accounts.ledger.StackRecord;
import dev.plumbline.accounts.ledger.TargetOutcome;
import dev.plumbline.accounts.ledger.Verdict;
import dev.plumbline.estate.StackKey;
import dev.plumbline.estate.TargetKey;
import dev.plumbline.estate.patching.PatchKind;
import dev.plumbline.estate.patching.PatchPolicy;
import dev.plumbline.estate.patching.Patchable;
import dev.plumbline.estate.patching.Patching;
import dev.plumbline.estate.patching.Window;
import dev.plumbline.tasks.HubForTests;
import dev.plumbline.tasks.directory.Directory;
import dev.plumbline.tasks.directory.PatchableStack;
import dev.plumbline.tasks.directory.PatchingDocument;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GatingTest {

    private static final Instant NOW = Instant.parse("2026-11-29T01:30:00Z");
    private static final TargetKey DEV = new TargetKey("111111111111", "eu-west-1");
    private static final TargetKey PROD = new TargetKey("333333333333", "eu-west-1");
    private static final Window SUNDAYS = new Window("cron(0 1 ? * SUN *)", "UTC", Duration.ofHours(2));

    private final Ledger ledger = new HubForTests().ledger();

    @Test
    void on_openWindowWithRoom_begins() {
        assertThat(decided(patching(PatchPolicy.SECURITY), PatchPolicy.SECURITY, 45, false)
                        .begins())
                .isTrue();
    }

    @Test
    void on_moreThanThePolicyLets_isWithheldAlsoForAPerson() {
        Gating.Decided decided = decided(patching(PatchPolicy.SECURITY), PatchPolicy.MINOR, 45, true);

        assertThat(decided.status()).isEqualTo(PatchStatus.WITHHELD);
        assertThat(decided.reason()).contains("security").contains("minor");
    }

    @Test
    void on_heldVersion_isWithheldAndTheOneBelowIsNot() {
        Patching held = new Patching(
                PatchPolicy.ALL,
                List.of(SUNDAYS),
                List.of(),
                new TreeMap<>(Map.of("EngineVersion", "17.6")),
                Duration.ZERO,
                1);

        assertThat(gating(false)
                        .on(offer(subject(held), PatchPolicy.MINOR, 45, "17.7"))
                        .status())
                .isEqualTo(PatchStatus.WITHHELD);
        assertThat(gating(false)
                        .on(offer(subject(held), PatchPolicy.MINOR, 45, "17.6"))
                        .begins())
                .isTrue();
    }

    @Test
    void on_whatDoesNotEndInTheWindow_waitsAndAPersonNeedNot() {
        assertThat(decided(patching(PatchPolicy.SECURITY), PatchPolicy.SECURITY, 91, false)
                        .status())
                .isEqualTo(PatchStatus.PENDING);
        assertThat(decided(patching(PatchPolicy.SECURITY), PatchPolicy.SECURITY, 91, true)
                        .begins())
                .isTrue();
    }

    @Test
    void on_closedWindow_waits() {
        Patching closed = new Patching(
                PatchPolicy.SECURITY,
                List.of(new Window("cron(0 1 ? * MON *)", "UTC", Duration.ofHours(2))),
                List.of(),
                new TreeMap<>(),
                Duration.ZERO,
                1);

        assertThat(decided(closed, PatchPolicy.SECURITY, 10, false).reason()).isEqualTo("its window is closed");
    }

    @Test
    void on_obstacle_isBlockedAlsoForAPerson() {
        Offer offer = offer(subject(patching(PatchPolicy.NONE)), PatchPolicy.NONE, 45, "17.7")
                .blockedBy("an insight");

        assertThat(gating(true).on(offer)).isEqualTo(new Gating.Decided(PatchStatus.BLOCKED, "an insight"));
    }

    @Test
    void on_waveBelow_hasToHaveItToBeWellWithItAndToHaveBaked() {
        Patching baking = new Patching(
                PatchPolicy.SECURITY, List.of(SUNDAYS), List.of(), new TreeMap<>(), Duration.ofHours(12), 1);

        below(PatchStatus.PENDING, null);
        assertThat(decided(baking, PatchPolicy.SECURITY, 10, true).reason())
                .contains("not applied yet in dev/database");
        below(PatchStatus.FAILED, NOW.minusSeconds(60));
        assertThat(decided(baking, PatchPolicy.SECURITY, 10, true).reason()).contains("went wrong in dev/database");
        below(PatchStatus.DONE, NOW.minus(Duration.ofHours(11)));
        assertThat(decided(baking, PatchPolicy.SECURITY, 10, true).reason()).contains("bakes until");
        below(PatchStatus.DONE, NOW.minus(Duration.ofHours(13)));
        assertThat(decided(baking, PatchPolicy.SECURITY, 10, true).begins()).isTrue();
        below(PatchStatus.WITHHELD, null);
        assertThat(decided(baking, PatchPolicy.SECURITY, 10, true).begins()).isTrue();
    }

    @Test
    void on_waveBelowThatIsNotHealthyAnyMore_isBlocked() {
        StackKey stack = new StackKey(DEV, "database");
        ledger.stacks().seen(stack, new Deployed("d", new TreeMap<>(), new TreeMap<>(), "CREATE_COMPLETE", "r", NOW));
        ledger.stacks().verified(stack, Verdict.UNHEALTHY, "");
        below(PatchStatus.DONE, NOW.minusSeconds(60));

        assertThat(decided(patching(PatchPolicy.SECURITY), PatchPolicy.SECURITY, 10, true)
                        .reason())
                .contains("not healthy");
    }

    @Test
    void on_maintenanceThatIsOfferedBelowAgain_waitsAlthoughThatOfLastTimeIsDone() {
        below(PatchStatus.DONE, NOW.minus(Duration.ofDays(30)));

        assertThat(asking(true, "run", lowerOffers("17.7", false))
                        .on(offer(subject(open()), PatchPolicy.SECURITY, 10, "17.7")))
                .isEqualTo(new Gating.Decided(
                        PatchStatus.BLOCKED, "it is offered and was not applied yet in dev/database"));
        assertThat(asking(true, "run", List.of())
                        .on(offer(subject(open()), PatchPolicy.SECURITY, 10, "17.7"))
                        .begins())
                .isTrue();
    }

    @Test
    void on_versionThatTheLedgerHasOfTheWaveBelow_asksNobody() {
        below("addon", PatchStatus.DONE, NOW.minus(Duration.ofDays(30)));

        assertThat(asking(true, "run", lowerOffers("17.7", false))
                        .on(Offer.of(subject(open()), step("addon", 10, "17.7"), PatchPolicy.SECURITY))
                        .begins())
                .isTrue();
    }

    @Test
    void on_waveBelowThatThisRunHasLookedAtOrThatHasNoWindow_asksNobody() {
        List<Offer> offered = lowerOffers("17.7", false);

        assertThat(asking(false, "run", offered)
                        .on(offer(subject(open()), PatchPolicy.SECURITY, 10, "17.7"))
                        .begins())
                .as("who has no window")
                .isTrue();
        ledger.progress().put("run", new TargetOutcome(DEV, 1, Outcome.UNCHANGED, ""), NOW);
        assertThat(asking(true, "run", offered)
                        .on(offer(subject(open()), PatchPolicy.SECURITY, 10, "17.7"))
                        .begins())
                .as("what this run has looked at")
                .isTrue();
    }

    @Test
    void on_whatIsHeldOrThereBelow_isNotWaitedFor() {
        assertThat(asking(true, "run", lowerOffers("17.7", true))
                        .on(offer(subject(open()), PatchPolicy.SECURITY, 10, "17.7"))
                        .begins())
                .isTrue();
        Offer withheld =
                Offer.of(subject(patching(PatchPolicy.NONE)), step("maintenance", 10, "17.7"), PatchPolicy.SECURITY);
        assertThat(asking(true, "run", List.of(withheld))
                        .on(offer(subject(open()), PatchPolicy.SECURITY, 10, "17.7"))
                        .begins())
                .isTrue();
    }

    private static Patching open() {
        return patching(PatchPolicy.SECURITY);
    }

    private List<Offer> lowerOffers(String to, boolean there) {
        PatchStep step = step("maintenance", 10, to);
        Subject lower = subject(open());
        return List.of(there ? Offer.alreadyThere(lower, step) : Offer.of(lower, step, PatchPolicy.SECURITY));
    }

    private Gating asking(boolean windowed, String run, List<Offer> offered) {
        PatchableStack dev = new PatchableStack(
                "dev",
                DEV.account(),
                List.of(DEV.region()),
                1,
                "database",
                "rds-postgres",
                "environments/dev.yaml:1:1",
                new TreeMap<>(),
                new TreeMap<>(),
                windowed
                        ? PatchingDocument.of(open())
                        : new PatchingDocument("security", List.of(), List.of(), new TreeMap<>(), 0, 5));
        Directory directory = new Directory("c", List.of(), List.of(dev, stack(PROD, "prod", 2)), new TreeMap<>());
        return new Gating(NOW, true, new WavesBelow(ledger, directory, run, (lower, target, known) -> offered));
    }

    private void below(PatchStatus status, @Nullable Instant endedAt) {
        below("maintenance", status, endedAt);
    }

    private void below(String kind, PatchStatus status, @Nullable Instant endedAt) {
        ledger.patches()
                .put(new Patch(
                        new StackKey(DEV, "database"),
                        "dev",
                        1,
                        kind,
                        "dev-app/system-update",
                        "17.6",
                        "17.7",
                        "says",
                        status,
                        "",
                        NOW,
                        null,
                        "run",
                        null,
                        endedAt));
    }

    private Gating.Decided decided(Patching patching, PatchPolicy first, int minutes, boolean anyTime) {
        return gating(anyTime).on(offer(subject(patching), first, minutes, "17.7"));
    }

    private Gating gating(boolean anyTime) {
        Directory directory =
                new Directory("c", List.of(), List.of(stack(DEV, "dev", 1), stack(PROD, "prod", 2)), new TreeMap<>());
        return new Gating(NOW, anyTime, WavesBelow.inLedger(ledger, directory));
    }

    private static Offer offer(Subject subject, PatchPolicy first, int minutes, String to) {
        return Offer.of(subject, step("maintenance", minutes, to), first).heldBy("EngineVersion");
    }

    private static PatchStep step(String kind, int minutes, String to) {
        return new PatchStep(
                "database",
                "databases",
                kind,
                "prod-app/system-update",
                "17.6",
                to,
                "says",
                minutes,
                new TreeMap<>(),
                new TreeMap<>());
    }

    private static Subject subject(Patching patching) {
        return new Subject(
                stack(PROD, "prod", 2),
                new Patchable(PatchKind.DATABASES, new TreeMap<>()),
                patching,
                StackRecord.unknown(new StackKey(PROD, "database")),
                List.of());
    }

    private static Patching patching(PatchPolicy policy) {
        return new Patching(policy, List.of(SUNDAYS), List.of(), new TreeMap<>(), Duration.ZERO, 1);
    }

    private static PatchableStack stack(TargetKey target, String environment, int wave) {
        return new PatchableStack(
                environment,
                target.account(),
                List.of(target.region()),
                wave,
                "database",
                "rds-postgres",
                "environments/" + environment + ".yaml:1:1",
                new TreeMap<>(),
                new TreeMap<>(),
                new PatchingDocument("security", List.of(), List.of(), new TreeMap<>(), 0, 5));
    }
}
