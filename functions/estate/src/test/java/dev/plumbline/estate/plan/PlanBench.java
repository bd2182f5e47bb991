package dev.plumbline.estate.plan;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.plumbline.estate.Digests;
import dev.plumbline.estate.Estate;
import dev.plumbline.estate.OutputLookup;
import dev.plumbline.estate.Reading;
import dev.plumbline.estate.SourceTree;
import dev.plumbline.estate.blueprint.Blueprints;
import dev.plumbline.estate.read.EstateReader;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Reads and plans a large estate of the built-in blueprints. Run by command, never by the build;
 * {@code bench/README.md} says how. Its arguments are the number of accounts, of stacks in each, and of rounds.
 */
@SuppressWarnings("SystemOut") // a program that prints its result
public final class PlanBench {

    private static final double NANOS = 1e6;

    private final Map<String, List<Double>> millis = new HashMap<>();

    private PlanBench() {}

    /** Measures and prints a table in Markdown. */
    public static void main(String[] arguments) {
        int accounts = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000;
        int stacks = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10;
        int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 5;
        PlanBench bench = new PlanBench();
        SourceTree tree = tree(accounts, stacks);
        String digest = "";
        for (int round = 0; round < rounds; round++) {
            digest = bench.round(tree);
        }
        System.out.printf("%d accounts of %d stacks, plan %s%n%n", accounts, stacks, digest.substring(0, 12));
        System.out.println("| Step | first, ms | median, ms |");
        System.out.println("| --- | ---: | ---: |");
        for (String step : List.of("read and validate", "plan", "digests", "write", "whole")) {
            List<Double> all = bench.millis.getOrDefault(step, List.of());
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %.0f | %.0f |%n",
                    step,
                    all.getFirst(),
                    all.stream().sorted().toList().get(all.size() / 2));
        }
        System.out.printf(
                "%nHeap: at most %d MB of %d MB%n",
                peak() >> 20, Runtime.getRuntime().maxMemory() >> 20);
    }

    private String round(SourceTree tree) {
        long start = System.nanoTime();
        Estate estate = timed("read and validate", () -> switch (new EstateReader(Blueprints.builtIn()).read(tree)) {
            case Reading.Valid valid -> valid.estate();
            case Reading.Refused refused -> throw new IllegalStateException(refused.toString());
        });
        Plan plan = timed("plan", () -> new Planner().plan(estate));
        OutputLookup outputs = output -> Optional.of("arn:aws:sns:eu-west-1:111111111111:topic");
        long known = timed(
                "digests",
                () -> plan.waves().stream()
                        .flatMap(wave -> wave.targets().stream())
                        .flatMap(TargetPlan::stacks)
                        .flatMap(stack -> stack.digest(outputs).stream())
                        .count());
        byte[] bytes = timed("write", () -> PlanJson.write(plan));
        millis.computeIfAbsent("whole", step -> new ArrayList<>()).add((System.nanoTime() - start) / NANOS);
        return Digests.sha256(bytes) + known;
    }

    private <T> T timed(String step, Supplier<T> work) {
        long start = System.nanoTime();
        T result = work.get();
        millis.computeIfAbsent(step, name -> new ArrayList<>()).add((System.nanoTime() - start) / NANOS);
        return result;
    }

    private static SourceTree tree(int accounts, int stacks) {
        Map<String, byte[]> files = new HashMap<>();
        StringBuilder names = new StringBuilder();
        for (int account = 1; account < accounts; account++) {
            names.append(account == 1 ? "" : ", ").append("account-").append(account);
        }
        files.put("plumbline.yaml", """
                organization: bench
                blueprints: "%s"
                waves: [[account-0], [%s]]
                defaults:
                  regions: [eu-west-1]
                  tags: { owner: platform }
                  parameters:
                    vpc: { Zones: [a, b, c], FlowLogRetentionDays: 30, PrivateSubnetBits: 6, SmallSubnetBits: 4 }
                """.formatted(Blueprints.builtIn().latest(), names)
                .getBytes(UTF_8));
        for (int account = 0; account < accounts; account++) {
            files.put(
                    "environments/account-" + account + ".yaml",
                    environment(account, stacks).getBytes(UTF_8));
        }
        return SourceTree.of("0".repeat(40), files);
    }

    private static String environment(int account, int stacks) {
        StringBuilder text = new StringBuilder("""
                environment: account-%d
                account: "%012d"
                stacks:
                  notifications:
                    blueprint: notifications
                    parameters:
                      TopicPrefix: account-%d
                """.formatted(account, 100_000_000_000L + account, account));
        if (account > 0) {
            text.append("      KeyArn: \"${account-0/notifications.KeyArn}\"\n");
        }
        for (int stack = 1; stack < stacks; stack++) {
            int block = account * (stacks - 1) + stack;
            text.append("""
                      network-%d:
                        blueprint: vpc
                        parameters:
                          VpcName: network-%d
                          CidrBlock: 10.%d.%d.0/24
                          NatGateways: one
                          AlarmTopicArn: "${notifications.AlarmTopicArn}"
                    """.formatted(stack, stack, block >> 8, block & 0xFF).indent(0));
        }
        return text.toString();
    }

    private static long peak() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getPeakUsage)
                .mapToLong(usage -> usage.getUsed())
                .sum();
    }
}
