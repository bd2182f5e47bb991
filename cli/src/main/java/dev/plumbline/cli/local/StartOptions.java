package dev.plumbline.cli.local;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * How a local organisation is started.
 *
 * @param checkout what it is made from
 * @param organizationName the organisation's name, as the live repository's {@code plumbline.yaml} gives it
 * @param region where the control plane is deployed
 * @param regions where stacks may be
 * @param stackSeconds how long the emulator takes for each stack operation of the estate
 * @param waitScale factor for the waits of the state machines, 1 as on AWS
 * @param ephemeral whether closing it also deletes its folder
 * @param steps who hears of the steps
 */
public record StartOptions(
        Checkout checkout,
        String organizationName,
        String region,
        List<String> regions,
        double stackSeconds,
        double waitScale,
        boolean ephemeral,
        Steps steps) {

    static final String REGION = "eu-west-1";

    /** Checks and copies. */
    public StartOptions {
        requireNonNull(checkout, "checkout is null");
        requireNonNull(organizationName, "organizationName is null");
        requireNonNull(region, "region is null");
        regions = List.copyOf(regions);
        requireNonNull(steps, "steps is null");
        if (stackSeconds < 0 || waitScale < 0) {
            throw new IllegalArgumentException("times are not negative");
        }
    }

    /** What {@code ./plumbline up} starts: kept, with stacks that take a moment. */
    public static StartOptions defaults(Checkout checkout) {
        return new StartOptions(checkout, "acme", REGION, List.of(REGION), 1, 1, false, Steps.silent());
    }

    /** The same for a test: stacks at once, short waits, deleted in the end. */
    public static StartOptions ephemeral(Checkout checkout) {
        return new StartOptions(checkout, "acme", REGION, List.of(REGION), 0, 1, true, Steps.silent());
    }

    /** The same, with another time for each stack operation. */
    public StartOptions withStackSeconds(double seconds) {
        return new StartOptions(checkout, organizationName, region, regions, seconds, waitScale, ephemeral, steps);
    }

    /** The same, with another factor for waits. */
    public StartOptions withWaitScale(double scale) {
        return new StartOptions(checkout, organizationName, region, regions, stackSeconds, scale, ephemeral, steps);
    }

    /** The same, with stacks in other regions. */
    public StartOptions withRegions(List<String> others) {
        return new StartOptions(checkout, organizationName, region, others, stackSeconds, waitScale, ephemeral, steps);
    }

    /** The same, told to somebody. */
    public StartOptions toldTo(Steps listener) {
        return new StartOptions(
                checkout, organizationName, region, regions, stackSeconds, waitScale, ephemeral, listener);
    }
}
