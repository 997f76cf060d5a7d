package dev.minik.cluster;

import dev.minik.cluster.Clusters.CreateOptions;
import dev.minik.engine.EngineException;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.model.ClusterName;
import dev.minik.progress.Progress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What happens after a creation has failed: the cause is found while the nodes still stand, logs are kept, everything is removed. */
final class FailedCreation {
    private final FirstCause firstCause;
    private final EngineDisk disk;
    private final LogExporter logs;
    private final Resources resources;
    private final Creations creations;
    private final Tasks tasks;
    private final Progress progress;
    private final Path logDirectory;

    FailedCreation(ClusterParts parts, FirstCause firstCause, EngineDisk disk, LogExporter logs) {
        this.firstCause = firstCause;
        this.disk = disk;
        this.logs = logs;
        resources = parts.resources();
        creations = parts.creations();
        tasks = parts.tasks();
        progress = parts.progress();
        logDirectory = parts.environment().failureLogDirectory();
    }

    /** Cleans up and returns the failure to throw: its cause, and below it where the logs are and what is left. */
    MinikException cleanUp(ClusterName name, RuntimeException failure, NodeConsoles consoles, CreateOptions options) {
        var interrupted = Thread.interrupted();
        return tasks.undisturbed(() -> cleanUp(name, failure, interrupted, consoles, options));
    }

    private MinikException cleanUp(
            ClusterName name,
            RuntimeException failure,
            boolean interrupted,
            NodeConsoles consoles,
            CreateOptions options) {
        var explained = interrupted
                ? MinikException.of(ExitCode.INTERRUPTED, "interrupted", "").causedBy(failure)
                : explain(name, failure, consoles);
        if (explained.exitCode() == ExitCode.ENGINE_UNAVAILABLE && !options.retain()) {
            removeWhereItAnswersAgain(name);
            return explained;
        }
        var details = new ArrayList<>(explained.details());
        if (explained.exitCode() != ExitCode.INTERRUPTED) {
            details.addAll(keepLogs(name));
        }
        if (options.retain()) {
            details.addAll(retain(name));
        } else {
            details.addAll(remove(name));
        }
        return explained.withDetails(details);
    }

    /** An engine that went, and a disk that filled up, show as other failures at first. */
    private MinikException explain(ClusterName name, RuntimeException failure, NodeConsoles consoles) {
        try {
            var explained = failure instanceof EngineException e ? explain(e) : firstCause.explain(failure, consoles);
            if (explained.exitCode() != ExitCode.FAILED && explained.exitCode() != ExitCode.TIMED_OUT) {
                return explained;
            }
            return disk.signOfFull(resources.machines(name), consoles)
                    .map(sign -> fullDisk(sign, explained))
                    .orElse(explained);
        } catch (EngineException e) {
            return explain(e);
        }
    }

    private static MinikException fullDisk(String sign, MinikException shownAs) {
        var details = new ArrayList<>(List.of(shownAs.message()));
        details.addAll(shownAs.details());
        return EngineDisk.full(sign).withDetails(details).causedBy(shownAs);
    }

    private static MinikException explain(EngineException failure) {
        return explain(failure, "start it again; the next minik command removes what was left");
    }

    /**
     * Returns an engine's failure as the user sees it.
     *
     * @param remedy what to do when the engine has gone
     */
    static MinikException explain(EngineException failure, String remedy) {
        return switch (failure.kind()) {
            case UNAVAILABLE ->
                MinikException.of(
                                ExitCode.ENGINE_UNAVAILABLE,
                                "the container engine has gone: " + failure.getMessage(),
                                remedy)
                        .causedBy(failure);
            case NO_SPACE ->
                EngineDisk.full(String.valueOf(failure.getMessage())).causedBy(failure);
            case NOT_FOUND, CONFLICT, PORT_IN_USE, OTHER ->
                MinikException.of(
                                ExitCode.FAILED,
                                "the container engine refused: " + failure.getMessage(),
                                "minik doctor tells what this host lacks")
                        .causedBy(failure);
        };
    }

    private List<String> keepLogs(ClusterName name) {
        try {
            var nodes = resources.machines(name);
            if (nodes.isEmpty()) {
                return List.of();
            }
            logs.export(nodes, logDirectory);
            return List.of("logs: " + logDirectory);
        } catch (RuntimeException e) {
            return List.of("logs could not be kept: " + e.getMessage());
        }
    }

    private List<String> retain(ClusterName name) {
        try {
            creations.end(name);
            return List.of("retained: " + String.join(", ", resources.names(name)));
        } catch (EngineException e) {
            return List.of("retained, but not marked as such: " + e.getMessage());
        }
    }

    private List<String> remove(ClusterName name) {
        try {
            progress.run("clean-up", "Removing what was made", () -> resources.remove(name));
            return List.of();
        } catch (EngineException e) {
            return List.of("what was made could not be removed now, the next minik command will: " + e.getMessage());
        }
    }

    /** Tries at least: an engine that restarts may be there again. Where it is not, the failure's remedy says what happens. */
    private void removeWhereItAnswersAgain(ClusterName name) {
        try {
            resources.remove(name);
        } catch (EngineException e) {
            progress.detail("clean-up", "nothing could be removed: " + e.getMessage());
        }
    }
}
