package dev.minik.cli.command;

import dev.minik.cluster.Clusters;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import java.util.ArrayList;
import java.util.List;

/** Opens the engine, and where there is none offers to install one. */
final class EngineGate {
    /** Where one of these names an engine, another one that minik installs would not be used. */
    private static final List<String> CHOOSING = List.of("MINIK_ENGINE", "DOCKER_HOST", "DOCKER_CONTEXT");

    private final Context context;

    EngineGate(Context context) {
        this.context = context;
    }

    /**
     * Returns the clusters of the engine.
     *
     * @param install whether a missing engine is installed without asking
     */
    Clusters clusters(boolean install) {
        try {
            return context.services().clusters();
        } catch (MinikException e) {
            if (e.exitCode() != ExitCode.ENGINE_UNAVAILABLE || isChosen() || !(install || canAsk())) {
                throw e;
            }
            offer(e, install);
            return context.services().clusters();
        }
    }

    private void offer(MinikException reason, boolean install) {
        var setup = context.services().engineSetup();
        List<String> plan;
        try {
            plan = setup.plan();
        } catch (MinikException e) {
            // Without --yes the user asked for a cluster: why there is no engine says more than why none can be
            // installed.
            throw install ? e : reason;
        }
        var lines = new ArrayList<String>();
        lines.add(reason.message() + ". minik can install one; it is going to:");
        plan.forEach(line -> lines.add("  " + line));
        if (install) {
            lines.forEach(context::say);
        } else if (!new Question(context).confirmed(lines, "Install it now?")) {
            throw reason;
        }
        setup.install();
    }

    private boolean isChosen() {
        return context.options().engine().isPresent()
                || CHOOSING.stream()
                        .anyMatch(name -> context.host().variable(name).isPresent());
    }

    private boolean canAsk() {
        var terminals = context.console().terminals();
        return terminals.in() && terminals.err();
    }
}
