package dev.plumbline.tasks.kept;

import java.util.regex.Pattern;

/**
 * Why CloudFormation did not make something whose name is taken by what the ledger does not know of, with the ways on.
 * Its early validation says that a resource "already exists", a create handler answers AlreadyExists (error codes of
 * resource type handlers), and Secrets Manager tells of a secret that is "scheduled for deletion".
 */
public final class TakenName {

    private static final Pattern TAKEN =
            Pattern.compile("already exists|HandlerErrorCode: AlreadyExists|already scheduled for deletion");

    private TakenName() {}

    /** Returns a reason of CloudFormation, with what to do about it where it is a name that is taken. */
    public static String told(String reason) {
        return TAKEN.matcher(reason).find()
                ? reason
                        + ". Somebody else has that name, or a removed stack has kept it (plumbline orphans): give another"
                        + " name in Git, or delete what has it, then run again"
                : reason;
    }
}
