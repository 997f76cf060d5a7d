package dev.minik.cli.port;

import dev.minik.doctor.Finding;
import java.util.List;

/** Finds out whether clusters can run here. */
@FunctionalInterface
public interface HostCheck {
    /** Checks everything, an engine that does not answer included, and returns what was found, in a stable order. */
    List<Finding> check();
}
