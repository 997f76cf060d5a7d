package dev.minik.engine.docker;

import java.io.IOException;

/** What should be sent to the engine could not be read: the engine is not to blame. */
final class RequestBodyException extends IOException {
    private static final long serialVersionUID = 1L;

    RequestBodyException(IOException cause) {
        super("cannot read what should be sent: " + cause.getMessage(), cause);
    }
}
