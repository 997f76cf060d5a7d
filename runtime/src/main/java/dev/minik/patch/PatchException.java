package dev.minik.patch;

import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;

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

    /**
     * Applies a patch; what is wrong with it fails as the user sees it.
     *
     * @param field the place of the patch, as messages begin with it
     * @param reference the page that says what can be patched
     */
    static void inPlace(String field, String reference, Runnable patch) {
        try {
            patch.run();
        } catch (PatchException e) {
            throw MinikException.of(
                            ExitCode.INVALID_CONFIG,
                            field + e.problem(),
                            "Correct the patch; what it can name: " + reference)
                    .causedBy(e);
        }
    }
}
