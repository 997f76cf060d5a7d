package dev.minik.cli.port;

import java.util.List;

/** Installs a container engine on this host. Both methods fail with {@link dev.minik.error.MinikException} where that is impossible. */
public interface EngineSetup {
    /** Tells what {@link #install} would do, in lines for people; empty when an engine answers already. */
    List<String> plan();

    /** Installs the engine, starts it and waits until it answers; does nothing when one answers already. */
    void install();
}
