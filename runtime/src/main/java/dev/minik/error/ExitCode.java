package dev.minik.error;

/** The exit codes of the {@code minik} command. They are part of its interface and never change meaning. */
public enum ExitCode {
    /** Done, also when what should be deleted was not there. */
    OK(0),
    /** The operation failed for a reason that none of the other codes names. */
    FAILED(1),
    /** The command line is wrong. */
    USAGE(2),
    /** The cluster configuration is invalid. */
    INVALID_CONFIG(3),
    /** No container engine answers, and none may be installed. */
    ENGINE_UNAVAILABLE(4),
    /** What should be created exists, or what should be used does not. */
    EXISTS_OR_NOT_FOUND(5),
    /** A wait ran into its limit. */
    TIMED_OUT(6),
    /** The cluster is in a state in which the operation is not possible. */
    WRONG_STATE(7),
    /** The host lacks something that a cluster needs. */
    UNSUITABLE_HOST(8),
    /** A bug in minik. */
    BUG(70),
    /** The user or a supervisor interrupted the command. */
    INTERRUPTED(130);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    /** Returns the process exit status. */
    public int code() {
        return code;
    }
}
