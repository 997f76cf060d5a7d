package dev.minik.kube;

import org.jspecify.annotations.Nullable;

/** The API server does not answer, or refuses. */
public final class KubeApiException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Says what was asked, and what came of it. */
    public KubeApiException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
