package dev.plumbline.accounts.stacks;

/** What can be done next with a stack. */
public enum StackState {
    /** There is none, or it was deleted: create it. */
    MISSING,
    /** It has never held anything but change sets: delete it, or create it by a change set. */
    REVIEW,
    /** It stands and can be updated. */
    READY,
    /** Somebody, perhaps we, is at work on it: wait. */
    IN_PROGRESS,
    /** Its creation failed: it must be deleted before it can be created again. */
    CREATE_FAILED,
    /** An update stopped half-way by request: it can be rolled back. */
    UPDATE_FAILED,
    /** The rollback of an update failed: the rollback can be continued. */
    ROLLBACK_FAILED,
    /** Its deletion failed: delete it again, or a person must look. */
    DELETE_FAILED;

    private static final String IN_PROGRESS_SUFFIX = "_IN_PROGRESS";

    /**
     * Returns the state for a status of CloudFormation.
     *
     * @throws IllegalArgumentException where CloudFormation has a status that this version does not know
     */
    public static StackState of(String status) {
        return switch (status) {
            case "DELETE_COMPLETE" -> MISSING;
            case "REVIEW_IN_PROGRESS" -> REVIEW;
            case "CREATE_COMPLETE",
                    "UPDATE_COMPLETE",
                    "UPDATE_ROLLBACK_COMPLETE",
                    "IMPORT_COMPLETE",
                    "IMPORT_ROLLBACK_COMPLETE" -> READY;
            case "CREATE_FAILED", "ROLLBACK_COMPLETE", "ROLLBACK_FAILED" -> CREATE_FAILED;
            case "UPDATE_FAILED" -> UPDATE_FAILED;
            case "UPDATE_ROLLBACK_FAILED", "IMPORT_ROLLBACK_FAILED" -> ROLLBACK_FAILED;
            case "DELETE_FAILED" -> DELETE_FAILED;
            default -> {
                if (status.endsWith(IN_PROGRESS_SUFFIX)) {
                    yield IN_PROGRESS;
                }
                throw new IllegalArgumentException("unknown stack status " + status);
            }
        };
    }

    /** Whether a status says that the last change was made, and not rolled back. */
    public static boolean succeeded(String status) {
        return switch (status) {
            case "CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", "IMPORT_COMPLETE" -> true;
            default -> false;
        };
    }

    /** Whether a status ends a change, well or not. */
    public static boolean terminal(String status) {
        return !status.endsWith(IN_PROGRESS_SUFFIX);
    }
}
