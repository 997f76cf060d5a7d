package dev.minik.model;

import java.util.Locale;

/** A transport protocol of a published port. */
public enum Protocol {
    TCP,
    UDP,
    SCTP;

    /** Returns the engine's spelling. */
    public String lower() {
        return name().toLowerCase(Locale.ROOT);
    }
}
