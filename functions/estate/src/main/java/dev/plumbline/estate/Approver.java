package dev.plumbline.estate;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Somebody who may answer what is asked, as the live repository names them: a role, whoever has it; a user; or one
 * session of a role, which is a person if their identity provider names the sessions. There are no patterns.
 *
 * @param arn the ARN
 */
public record Approver(String arn) {

    private static final Pattern NAMED =
            Pattern.compile("arn:aws:iam::([0-9]{12}):(role|user)/(?:[!-~]+/)?([\\w+=,.@-]+)");
    private static final Pattern SESSION =
            Pattern.compile("arn:aws:sts::[0-9]{12}:assumed-role/[\\w+=,.@-]+/[\\w+=,.@-]{2,64}");
    private static final String ROLE = "role";

    /** Checks that it names somebody. */
    public Approver {
        requireNonNull(arn, "arn is null");
        if (!NAMED.matcher(arn).matches() && !SESSION.matcher(arn).matches()) {
            throw new IllegalArgumentException("not a role, user or session: " + arn);
        }
    }

    /** Returns whom a text of the live repository names, or nothing if it names nobody. */
    public static Optional<Approver> of(String text) {
        boolean named = NAMED.matcher(text).matches() || SESSION.matcher(text).matches();
        return named ? Optional.of(new Approver(text)) : Optional.empty();
    }

    /**
     * Whether it is somebody whom STS calls by an ARN. It calls a session
     * {@code arn:aws:sts::…:assumed-role/NAME/SESSION}, without the path of its role (IAM user guide, "IAM
     * identifiers"), whose name no other role of the account has.
     */
    public boolean is(String caller) {
        Matcher named = NAMED.matcher(arn);
        if (named.matches() && named.group(2).equals(ROLE)) {
            String sessions = "arn:aws:sts::" + named.group(1) + ":assumed-role/" + named.group(3) + "/";
            return caller.startsWith(sessions) && caller.indexOf('/', sessions.length()) < 0;
        }
        return caller.equals(arn);
    }

    /** Returns the ARN. */
    @Override
    public String toString() {
        return arn;
    }
}
