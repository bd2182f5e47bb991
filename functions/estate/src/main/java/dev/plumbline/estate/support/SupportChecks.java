package dev.plumbline.estate.support;

import static java.util.Objects.requireNonNull;

import dev.plumbline.estate.Blueprint;
import dev.plumbline.estate.DeclaredParameter;
import dev.plumbline.estate.Environment;
import dev.plumbline.estate.Estate;
import dev.plumbline.estate.OutputName;
import dev.plumbline.estate.Position;
import dev.plumbline.estate.StackDeclaration;
import dev.plumbline.estate.Value;
import dev.plumbline.estate.Warning;
import dev.plumbline.estate.patching.VersionOrder;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Warns of versions whose support ends soon or has ended: of Kubernetes on EKS, PostgreSQL on RDS and runtimes of
 * Lambda, wherever a stack of an estate or a blueprint of its own says one.
 */
public final class SupportChecks {

    /** How long before the end: an upgrade goes wave by wave, in windows, one minor version at a time. */
    static final int DAYS_BEFORE = 180;

    private final SupportTable table;
    private final LocalDate today;

    /**
     * Creates them.
     *
     * @param table until when what is supported
     * @param today the day by which the table is read
     */
    public SupportChecks(SupportTable table, LocalDate today) {
        this.table = requireNonNull(table, "table is null");
        this.today = requireNonNull(today, "today is null");
    }

    /** Returns a warning for each place, ordered by place. */
    public List<Warning> of(Estate estate) {
        Set<Warning> warnings = new TreeSet<>();
        Map<String, List<VersionUse>> uses = new TreeMap<>();
        Set<String> toldOfBuiltIn = new HashSet<>();
        estate.blueprints().forEach((name, blueprint) -> uses.put(name, VersionUses.of(blueprint)));
        for (Environment environment : estate.environments().values()) {
            for (StackDeclaration stack : environment.stacks().values()) {
                Blueprint blueprint = estate.blueprints().get(stack.blueprint());
                for (VersionUse use : uses.getOrDefault(stack.blueprint(), List.of())) {
                    if (blueprint != null) {
                        judge(use, stack, blueprint, toldOfBuiltIn, warnings);
                    }
                }
            }
        }
        return List.copyOf(warnings);
    }

    private void judge(
            VersionUse use,
            StackDeclaration stack,
            Blueprint blueprint,
            Set<String> toldOfBuiltIn,
            Set<Warning> warnings) {
        switch (use) {
            case VersionUse.Literal(Product product, String version, Position position) -> {
                if (isOwn(blueprint)) {
                    warn(product, version, position).ifPresent(warnings::add);
                } else if (toldOfBuiltIn.add(blueprint.name() + " " + version)) {
                    // Nobody can change a built-in template: it is told once, at the first stack that is made from it.
                    warn(product, version, stack.position())
                            .ifPresent(warning -> warnings.add(ofBuiltIn(warning, blueprint)));
                }
            }
            case VersionUse.Parameter(Product product, String name) ->
                given(name, stack, blueprint)
                        .flatMap(given -> warn(product, given.version(), given.position()))
                        .ifPresent(warnings::add);
        }
    }

    /** A version that a parameter has, and where it is said. */
    private record Given(String version, Position position) {}

    private static Optional<Given> given(String name, StackDeclaration stack, Blueprint blueprint) {
        DeclaredParameter declared = stack.parameters().get(name);
        if (declared != null) {
            return declared.value() instanceof Value.Literal<OutputName> literal
                    ? Optional.of(new Given(literal.text(), declared.position()))
                    : Optional.empty();
        }
        return Optional.ofNullable(blueprint.parameters().get(name))
                .flatMap(parameter -> parameter
                        .defaultValue()
                        .map(version ->
                                new Given(version, isOwn(blueprint) ? parameter.position() : stack.position())));
    }

    private Optional<Warning> warn(Product product, String version, Position position) {
        if (version.isEmpty()) {
            return Optional.empty();
        }
        String what = product.named() + " " + version;
        Optional<SupportEnd> end = table.find(product, version);
        if (end.isPresent()) {
            LocalDate day = end.get().ends();
            if (day.isAfter(today.plusDays(DAYS_BEFORE))) {
                return Optional.empty();
            }
            String message = day.isAfter(today)
                    ? "AWS's standard support of " + what + " ends on " + day
                    : "AWS's standard support of " + what + " ended on " + day;
            return Optional.of(
                    new Warning(position, Warning.Code.SUPPORT_ENDS, message, hint(product, version, end.get())));
        }
        return table.oldest(product)
                .filter(oldest -> VersionOrder.above(oldest.version(), version))
                .map(oldest -> new Warning(
                        position,
                        Warning.Code.SUPPORT_ENDS,
                        "AWS's standard support of " + what + " ended before that of " + oldest.version(),
                        hint(product, version, oldest)));
    }

    private String hint(Product product, String version, SupportEnd end) {
        String other = table.instead(product, version, end.ends())
                .map(row -> (version.startsWith(row.version() + ".") ? "newer minor versions of " : "") + row.version()
                        + (version.startsWith(row.version() + ".") ? " are" : " is") + " supported until " + row.ends()
                        + "; ")
                .orElse("");
        return other + "see " + end.source();
    }

    private static Warning ofBuiltIn(Warning warning, Blueprint blueprint) {
        return new Warning(
                warning.position(),
                warning.code(),
                warning.message() + ", which the built-in blueprint " + blueprint.name() + " " + blueprint.version()
                        + " uses",
                "raise blueprints in plumbline.yaml to a release that uses another; " + warning.hint());
    }

    private static boolean isOwn(Blueprint blueprint) {
        return blueprint.version().equals(Blueprint.OWN);
    }
}
