package dev.plumbline.accounts.settings;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.accounts.calls.Answer;
import java.util.List;

/** What a password policy has to ask of passwords: what the foundations benchmark of CIS wants. */
public final class PasswordDemands {

    /** How many characters a password has at least. */
    public static final int LENGTH = 14;
    /** How many of the last passwords may not be used again. */
    public static final int REMEMBERED = 24;
    /** After how many days a password is changed. */
    public static final int DAYS = 90;

    /** The kinds of characters that a password has to have. */
    public static final List<String> KINDS =
            List.of("RequireSymbols", "RequireNumbers", "RequireUppercaseCharacters", "RequireLowercaseCharacters");

    private PasswordDemands() {}

    /** Whether a policy asks as much, or more. */
    public static boolean met(Answer policy) {
        return KINDS.stream().allMatch(policy::flag)
                && policy.number("MinimumPasswordLength") >= LENGTH
                && policy.number("PasswordReusePrevention") >= REMEMBERED
                && policy.number("MaxPasswordAge") > 0
                && policy.number("MaxPasswordAge") <= DAYS;
    }

    /** Returns the parameters of the call that sets such a policy. */
    public static ObjectNode parameters() {
        ObjectNode parameters = JsonNodeFactory.instance
                .objectNode()
                .put("MinimumPasswordLength", LENGTH)
                .put("PasswordReusePrevention", REMEMBERED)
                .put("MaxPasswordAge", DAYS)
                .put("AllowUsersToChangePassword", true);
        KINDS.forEach(kind -> parameters.put(kind, true));
        return parameters;
    }

    /** Returns in a few words what a policy asks, for people. */
    static String described(Answer policy) {
        return "length %d, %d remembered, changed after %d days, %d of %d kinds"
                .formatted(
                        policy.number("MinimumPasswordLength"),
                        policy.number("PasswordReusePrevention"),
                        policy.number("MaxPasswordAge"),
                        KINDS.stream().filter(policy::flag).count(),
                        KINDS.size());
    }
}
