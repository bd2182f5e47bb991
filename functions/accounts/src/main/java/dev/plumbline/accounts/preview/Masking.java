package dev.plumbline.accounts.preview;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Takes out of a preview what nobody may read in it: the values of parameters that CloudFormation hides, whatever looks
 * like a secret by its name or its form, and what a dynamic reference stands for.
 */
final class Masking {

    /** Stands in the place of a secret. */
    static final String SECRET = "(secret)";

    /** A value that is long enough not to stand in others by chance. */
    private static final int TELLING_LENGTH = 4;

    private static final Pattern SECRET_NAME = Pattern.compile(
            ".*(passw(or)?d|passphrase|secretstring|secretkey|secretaccesskey|clientsecret|sharedsecret|presharedkey|apikey"
                    + "|privatekey|credentials?|authtoken|accesstoken|bearertoken|oauthtoken|webhookurl|connectionstring"
                    + "|signingkey)|.*(secret|token)$");

    /** What says where a secret is, or how it is made, says nothing of it. */
    private static final Pattern HARMLESS_NAME = Pattern.compile(
            ".*(arn|id|name|length|rotation|rotationdays|policy|validity|managemasteruserpassword|excludecharacters)$");

    private static final Pattern SECRET_FORM = Pattern.compile("(?s).*(-----BEGIN [A-Z ]*PRIVATE KEY"
            + "|\\b(AKIA|ASIA)[0-9A-Z]{16}\\b|\\bgh[pousr]_[A-Za-z0-9]{20,}|\\bgithub_pat_\\w{20,}|\\bglpat-[\\w-]{20,}"
            + "|\\bxox[abprs]-[\\w-]{10,}|\\beyJ[\\w-]{10,}\\.eyJ[\\w-]{10,}\\.[\\w-]+|://[^/\\s:@]+:[^/\\s@]+@).*");

    private static final Pattern DYNAMIC = Pattern.compile("\\{\\{resolve:([a-z-]+):[^}]*}}");

    private final Set<String> parameters;
    private final Set<String> values;

    /**
     * Creates it for a stack.
     *
     * @param parameters names of the parameters whose values CloudFormation hides
     * @param values their values, as far as they are known
     */
    Masking(Set<String> parameters, Set<String> values) {
        this.parameters = Set.copyOf(requireNonNull(parameters, "parameters is null"));
        this.values = Set.copyOf(requireNonNull(values, "values is null"));
    }

    /** Whether a parameter's value is hidden. */
    boolean hides(String parameter) {
        return parameters.contains(parameter);
    }

    /** Returns a value as it may be shown at a path. */
    String shown(String path, String value) {
        if (value.isEmpty() || value.equals(SECRET)) {
            return value;
        }
        boolean carriesOne = values.stream()
                .anyMatch(secret -> secret.length() >= TELLING_LENGTH ? value.contains(secret) : value.equals(secret));
        if (carriesOne || isSecret(path) || SECRET_FORM.matcher(value).matches()) {
            return SECRET;
        }
        return DYNAMIC.matcher(value).replaceAll("(resolved from $1)");
    }

    /** Whether the name of what is at a path, or of what holds it, is a secret's. */
    private static boolean isSecret(String path) {
        for (String name : path.split("/", -1)) {
            String plain = name.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
            if (SECRET_NAME.matcher(plain).matches()
                    && !HARMLESS_NAME.matcher(plain).matches()) {
                return true;
            }
        }
        return false;
    }
}
