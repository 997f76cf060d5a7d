package dev.minik.engine;

import org.jspecify.annotations.Nullable;

/** A request that the engine refused or could not carry out. The message is the engine's own, in one line. */
public final class EngineException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The kinds of failure that callers treat differently. */
    public enum Kind {
        /** The engine does not answer (any more). */
        UNAVAILABLE,
        /** A container, image, network, volume or path does not exist. */
        NOT_FOUND,
        /** A name, subnet or address is taken, something is in use, or its state does not allow what is asked. */
        CONFLICT,
        /** A published host port is taken. */
        PORT_IN_USE,
        /** The engine's disk is full. */
        NO_SPACE,
        /** Anything else. */
        OTHER
    }

    private final Kind kind;
    private final String remedy;

    /** Makes a failure of {@code kind}. */
    public EngineException(Kind kind, String message, @Nullable Throwable cause) {
        this(kind, message, cause, "");
    }

    /** Makes a failure of {@code kind} of which is known what helps. */
    public EngineException(Kind kind, String message, @Nullable Throwable cause, String remedy) {
        super(message, cause);
        this.kind = kind;
        this.remedy = remedy;
    }

    /** Returns what kind of failure it is. */
    public Kind kind() {
        return kind;
    }

    /** Returns what helps, in one line; empty where that depends on what was asked for. */
    public String remedy() {
        return remedy;
    }
}
