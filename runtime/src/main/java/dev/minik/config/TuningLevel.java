package dev.minik.config;

import java.util.Locale;

/** How much a cluster may differ from what kubeadm makes by default. */
public enum TuningLevel {
    /** Whatever makes it ready sooner and is not seen by its users. */
    DEFAULT,
    /** Nothing. */
    NONE;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
