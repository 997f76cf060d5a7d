package dev.minik.progress;

/** Receives events, from several threads at once. */
@FunctionalInterface
public interface ProgressListener {
    /** Takes one event; must be quick and must not throw. */
    void on(ProgressEvent event);
}
