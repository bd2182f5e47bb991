package dev.plumbline.accounts.drift;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Hides values that may be secret before anybody keeps or tells them. CloudFormation hides parameters with NoEcho by
 * itself; what somebody put in their place by hand it shows as it is.
 */
public final class Secrecy {

    /** What is shown in the place of a value. */
    public static final String HIDDEN = "(hidden)";

    private static final int LONGEST = 400;
    private static final Pattern SECRET_NAME = Pattern.compile(
            "password|passwd|secret|token|credential|privatekey|apikey|accesskey|authkey|connectionstring");
    /** Places where a company may put what it likes, under names that say nothing. */
    private static final Set<String> FREE = Set.of("userdata", "variables", "environment", "environmentvariables");
    /** Begins of what is secret whatever it is called. */
    private static final Pattern SECRET_VALUE = Pattern.compile(
            "-----BEGIN|\\b(AKIA|ASIA)[A-Z0-9]{16}\\b|\\bgh[pousr]_[A-Za-z0-9]{20,}|\\b(postgres|postgresql|mysql|https?)://[^/\\s:@]+:[^/\\s@]+@");

    private static final Pattern KEY = Pattern.compile("\"([A-Za-z_-]+)\"\\s*:");

    private Secrecy() {}

    /**
     * Returns a value as it may be shown.
     *
     * @param property where it stands, such as {@code /Environment/Variables/DB_PASSWORD}
     */
    public static String show(String property, String value) {
        if (value.isEmpty()) {
            return value;
        }
        boolean secret = holdsSecret(value) || isSecretPlace(property);
        if (secret) {
            return HIDDEN;
        }
        return value.length() <= LONGEST ? value : value.substring(0, LONGEST) + "…";
    }

    /** The ARN or id of a secret says where it lies, which is no secret. */
    private static boolean isSecretPlace(String property) {
        List<String> names =
                Stream.of(property.split("/", -1)).map(Secrecy::plain).toList();
        if (names.stream().anyMatch(FREE::contains)) {
            return true;
        }
        return !isReference(names.getLast())
                && names.stream().anyMatch(name -> SECRET_NAME.matcher(name).find());
    }

    private static boolean isSecretKey(String key) {
        String name = plain(key);
        return FREE.contains(name)
                || (!isReference(name) && SECRET_NAME.matcher(name).find());
    }

    private static boolean isReference(String name) {
        return name.endsWith("arn") || name.endsWith("id");
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
    }

    private static boolean holdsSecret(String value) {
        return SECRET_VALUE.matcher(value).find() || (isDocument(value) && hasSecretKey(value));
    }

    private static boolean isDocument(String value) {
        return value.startsWith("{") || value.startsWith("[");
    }

    /** A document is hidden whole where any of its keys names a secret. */
    private static boolean hasSecretKey(String document) {
        return KEY.matcher(document).results().anyMatch(match -> isSecretKey(match.group(1)));
    }
}
