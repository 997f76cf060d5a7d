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
    private final LogExporter logs;
    private final Resources resources;
    private final Creations creations;
    private final Tasks tasks;
    private final Progress progress;
    private final Path logDirectory;

    FailedCreation(
            FirstCause firstCause,
            LogExporter logs,
            Resources resources,
            Creations creations,
            Tasks tasks,
            Progress progress,
            Path logDirectory) {
        this.firstCause = firstCause;
        this.logs = logs;
        this.resources = resources;
        this.creations = creations;
        this.tasks = tasks;
        this.progress = progress;
        this.logDirectory = logDirectory;
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
                : explain(failure, consoles);
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

    private MinikException explain(RuntimeException failure, NodeConsoles consoles) {
        if (failure instanceof MinikException known) {
            return known;
        }
        if (failure instanceof NodeStepFailure step) {
            return firstCause.of(step, consoles);
        }
        if (failure instanceof EngineException engine) {
            return explain(engine);
        }
        return MinikException.of(ExitCode.BUG, "creating the cluster failed: " + failure, "please report it")
                .causedBy(failure);
    }

    /** Returns an engine's failure as the user sees it. */
    static MinikException explain(EngineException failure) {
        return switch (failure.kind()) {
            case UNAVAILABLE ->
                MinikException.of(
                                ExitCode.ENGINE_UNAVAILABLE,
                                "the container engine has gone: " + failure.getMessage(),
                                "start it again; the next minik command removes what was left")
                        .causedBy(failure);
            case NO_SPACE -> NodeMaker.noSpace(failure);
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
            var nodes = resources.nodes(name);
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
}
