package dev.minik.patch;

/** A patch that cannot be read or applied; the message says why, in one line, and leaves out where the patch stands. */
final class PatchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PatchException(String message) {
        super(message);
    }

    PatchException(String message, Throwable cause) {
        super(message, cause);
    }

    String problem() {
        return String.valueOf(getMessage());
    }
}
