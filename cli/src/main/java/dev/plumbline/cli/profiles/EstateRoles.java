package dev.plumbline.cli.profiles;

import static java.util.Objects.requireNonNull;

import dev.plumbline.cli.Problem;
import dev.plumbline.estate.Blueprint;
import dev.plumbline.estate.DeclaredParameter;
import dev.plumbline.estate.Environment;
import dev.plumbline.estate.Estate;
import dev.plumbline.estate.StackDeclaration;
import dev.plumbline.estate.TemplateParameter;
import dev.plumbline.estate.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The roles for people that an estate declares by the blueprint {@code iam-roles}. */
public final class EstateRoles {

    private static final String BLUEPRINT = "iam-roles";
    private static final String SECURITY_ACCOUNT = "SecurityAccountId";

    /** The parameter with a role's hours, by the role's name. */
    private static final Map<String, String> HOURS = hours();

    private final Estate estate;
    private final Blueprint blueprint;

    private EstateRoles(Estate estate, Blueprint blueprint) {
        this.estate = estate;
        this.blueprint = blueprint;
    }

    /**
     * Returns the roles of an estate.
     *
     * @throws Problem where it has none
     */
    public static EstateRoles of(Estate estate) {
        return Optional.ofNullable(
                        requireNonNull(estate, "estate is null").blueprints().get(BLUEPRINT))
                .map(blueprint -> new EstateRoles(estate, blueprint))
                .orElseThrow(() -> new Problem(
                        "no environment has a stack of the blueprint " + BLUEPRINT,
                        "Add one to each environment; docs/blueprints/iam-roles.md shows how."));
    }

    /** Returns every role of every account, by environment and in the order of what they may do. */
    public List<RoleProfile> all() {
        List<RoleProfile> profiles = new ArrayList<>();
        for (Environment environment : estate.environments().values()) {
            stacks(environment)
                    .forEach(stack -> HOURS.forEach((role, parameter) -> {
                        int hours = Integer.parseInt(text(stack, parameter));
                        if (hours > 0) {
                            profiles.add(new RoleProfile(
                                    environment.name(),
                                    environment.account(),
                                    environment.regions().getFirst(),
                                    role,
                                    hours));
                        }
                    }));
        }
        return List.copyOf(profiles);
    }

    /**
     * Returns the account in which the users are.
     *
     * @throws Problem where the environments do not agree on one
     */
    public String securityAccount() {
        List<String> named = estate.environments().values().stream()
                .flatMap(EstateRoles::stacks)
                .map(stack -> text(stack, SECURITY_ACCOUNT))
                .distinct()
                .toList();
        if (named.size() != 1) {
            throw new Problem(
                    "the roles trust users of several accounts: " + String.join(", ", named),
                    "Give every stack of " + BLUEPRINT + " the same " + SECURITY_ACCOUNT + ".");
        }
        return named.getFirst();
    }

    private static Stream<StackDeclaration> stacks(Environment environment) {
        return environment.stacks().values().stream()
                .filter(stack -> stack.blueprint().equals(BLUEPRINT));
    }

    /**
     * What a stack gives to a parameter, or the blueprint's default. References are for what is deployed, not for
     * names.
     */
    private String text(StackDeclaration stack, String parameter) {
        DeclaredParameter declared = stack.parameters().get(parameter);
        if (declared == null) {
            return Optional.ofNullable(blueprint.parameters().get(parameter))
                    .flatMap(TemplateParameter::defaultValue)
                    .orElseThrow(() -> new IllegalStateException("a valid estate lacks " + parameter));
        }
        if (declared.value() instanceof Value.Literal<?> literal) {
            return literal.text();
        }
        throw new Problem(
                declared.position() + ": " + parameter + " is a reference, which is known only once it is deployed",
                "Write the value itself.");
    }

    private static Map<String, String> hours() {
        Map<String, String> hours = new LinkedHashMap<>();
        hours.put("read-only", "ReadOnlyHours");
        hours.put("billing", "BillingHours");
        hours.put("developer", "DeveloperHours");
        hours.put("administrator", "AdministratorHours");
        hours.put("deploy", "DeployHours");
        return hours;
    }
}
