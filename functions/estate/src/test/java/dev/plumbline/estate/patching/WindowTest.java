package dev.plumbline.estate.patching;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WindowTest {

    private static final Window SUNDAYS = new Window("cron(0 2 ? * SUN *)", "Europe/Berlin", Duration.ofHours(4));
    private static final Blackout CHRISTMAS =
            new Blackout(LocalDate.parse("2026-12-20"), LocalDate.parse("2027-01-06"), "Christmas");

    private static Instant at(String instant) {
        return Instant.parse(instant);
    }

    @Test
    void open_withinTheWindow_isTheOpening() {
        assertThat(SUNDAYS.open(at("2026-11-29T01:00:00Z"), List.of()))
                .contains(new Opening(at("2026-11-29T01:00:00Z"), at("2026-11-29T05:00:00Z")));
        assertThat(SUNDAYS.open(at("2026-11-29T04:59:59Z"), List.of())).isPresent();
    }

    @Test
    void open_outsideTheWindow_isNothing() {
        assertThat(SUNDAYS.open(at("2026-11-29T00:59:59Z"), List.of())).isEmpty();
        assertThat(SUNDAYS.open(at("2026-11-29T05:00:00Z"), List.of())).isEmpty();
        assertThat(SUNDAYS.open(at("2026-11-28T02:00:00Z"), List.of())).isEmpty();
    }

    @Test
    void open_overMidnight_isTheOpeningOfTheDayBefore() {
        Window nights = new Window("cron(0 22 ? * FRI *)", "UTC", Duration.ofHours(6));

        assertThat(nights.open(at("2026-11-28T03:59:00Z"), List.of())).isPresent();
        assertThat(nights.open(at("2026-11-28T04:00:00Z"), List.of())).isEmpty();
    }

    @Test
    void open_onOrIntoABlackout_isNothing() {
        assertThat(SUNDAYS.open(at("2026-12-20T02:00:00Z"), List.of(CHRISTMAS))).isEmpty();
        Window saturdays = new Window("cron(0 22 ? * SAT *)", "UTC", Duration.ofHours(4));
        assertThat(saturdays.open(at("2026-12-19T22:30:00Z"), List.of(CHRISTMAS)))
                .isEmpty();
        assertThat(saturdays.open(at("2026-12-12T22:30:00Z"), List.of(CHRISTMAS)))
                .isPresent();
    }

    @Test
    void blackedOut_whereABlackoutAloneKeepsAWindowShut_isThatOne() {
        Patching sundays = new Patching(
                PatchPolicy.SECURITY, List.of(SUNDAYS), List.of(CHRISTMAS), new TreeMap<>(), Duration.ZERO, 1);

        assertThat(sundays.blackedOut(at("2026-12-27T02:00:00Z"))).contains(CHRISTMAS);
        assertThat(sundays.blackedOut(at("2026-12-28T02:00:00Z"))).isEmpty();
        assertThat(sundays.blackedOut(at("2026-11-29T02:00:00Z"))).isEmpty();
        assertThat(CHRISTMAS.told()).isEqualTo("a blackout until 2027-01-06 (Christmas)");
    }

    @Test
    void next_skipsBlackouts() {
        assertThat(SUNDAYS.next(at("2026-12-13T03:00:00Z"), List.of(CHRISTMAS)))
                .contains(new Opening(at("2027-01-10T01:00:00Z"), at("2027-01-10T05:00:00Z")));
    }

    @Test
    void next_followsSummerTime() {
        assertThat(SUNDAYS.next(at("2026-07-01T00:00:00Z"), List.of())
                        .orElseThrow()
                        .opens())
                .isEqualTo(at("2026-07-05T00:00:00Z"));
    }

    @Test
    void next_atATimeThatSummerTimeLeavesOut_isAWeekLater() {
        Window early = new Window("cron(30 2 ? * SUN *)", "Europe/Berlin", Duration.ofHours(1));

        assertThat(early.next(at("2027-03-27T00:00:00Z"), List.of())
                        .orElseThrow()
                        .opens())
                .isEqualTo(at("2027-04-04T00:30:00Z"));
    }

    @Test
    void next_ofAPastYear_isNothing() {
        assertThat(new Window("cron(0 2 1 1 ? 2020)", "UTC", Duration.ofHours(1))
                        .next(at("2026-01-01T00:00:00Z"), List.of()))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "cron(0 2 L * ? *), 2026-11-30T02:00:00Z",
        "cron(0 2 LW 5 ? *), 2027-05-31T02:00:00Z",
        "cron(0 2 1W 8 ? *), 2027-08-02T02:00:00Z",
        "cron(0 2 ? * 3#2 *), 2026-12-08T02:00:00Z",
        "cron(0 2 ? * FRIL *), 2026-11-27T02:00:00Z",
        "cron(0/20 6-7 ? * MON-FRI *), 2026-11-26T06:00:00Z",
        "cron(0 2 ? * FRI-SUN *), 2026-11-27T02:00:00Z",
        "cron(0 2 29 2 ? *), 2028-02-29T02:00:00Z",
        "'cron(0 2 1,15 JAN ? *)', 2027-01-01T02:00:00Z",
        "cron(0 2 ? * L *), 2026-11-28T02:00:00Z",
    })
    void next_ofAnExpression_isWhenSchedulerFires(String expression, String expected) {
        Window window = new Window(expression, "UTC", Duration.ofHours(1));

        assertThat(window.next(at("2026-11-26T03:00:00Z"), List.of())
                        .orElseThrow()
                        .opens())
                .isEqualTo(at(expected));
    }

    @Test
    void fits_whatEndsAsItCloses_doesAndWhatEndsLaterDoesNot() {
        Opening opening = SUNDAYS.open(at("2026-11-29T04:00:00Z"), List.of()).orElseThrow();

        assertThat(opening.fits(at("2026-11-29T04:00:00Z"), Duration.ofHours(1)))
                .isTrue();
        assertThat(opening.fits(at("2026-11-29T04:00:01Z"), Duration.ofHours(1)))
                .isFalse();
    }

    @Test
    void open_ofTwoWindowsThatOverlap_isTheOneThatClosesLast() {
        Window nights = new Window("cron(0 1 ? * SUN *)", "UTC", Duration.ofHours(10));
        Patching patching =
                new Patching(PatchPolicy.MINOR, List.of(SUNDAYS, nights), List.of(), new TreeMap<>(), Duration.ZERO, 1);

        assertThat(patching.open(at("2026-11-29T02:00:00Z")).orElseThrow().closes())
                .isEqualTo(at("2026-11-29T11:00:00Z"));
        assertThat(patching.next(at("2026-11-29T02:00:00Z")).orElseThrow().opens())
                .isEqualTo(at("2026-12-06T01:00:00Z"));
    }

    @Test
    void allows_goesUpToThePolicy() {
        assertThat(PatchPolicy.MINOR.allows(PatchPolicy.SECURITY)).isTrue();
        assertThat(PatchPolicy.SECURITY.allows(PatchPolicy.MINOR)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"17.10, 17.9", "v1.20.0-eksbuild.2, v1.20.0-eksbuild.1", "1.34, 1.33", "17.6.1, 17.6"})
    void above_byNumbers(String higher, String lower) {
        assertThat(VersionOrder.above(higher, lower)).isTrue();
        assertThat(VersionOrder.above(lower, higher)).isFalse();
        assertThat(VersionOrder.above(lower, lower)).isFalse();
    }
}
