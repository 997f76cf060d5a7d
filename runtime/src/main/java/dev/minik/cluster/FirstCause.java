package dev.minik.cluster;

import dev.minik.engine.Engine;
import dev.minik.engine.EngineException;
import dev.minik.engine.ExecSpec;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.kube.KubeApi;
import dev.minik.kube.KubeApiException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Finds, when something failed or did not come about, what came first: which node, which unit or pod, which message. */
public final class FirstCause {
    private static final int TAIL = 15;
    private static final Pattern ERROR = Pattern.compile("(?i)^\\s*(error\\b|fatal|\\[ERROR|E\\d{4} ).*");
    /** The step of a node that fails where no image can be had for its control plane. */
    private static final String IMAGE_PULLS = "image-pulls";

    private static final List<String> UNITS = List.of("containerd", "kubelet", "minik-rules");

    private final Engine engine;

    FirstCause(Engine engine) {
        this.engine = engine;
    }

    /** Explains whatever failed while nodes were made. */
    MinikException explain(RuntimeException failure, NodeConsoles consoles) {
        if (failure instanceof MinikException known) {
            return known;
        }
        if (failure instanceof NodeStepFailure step) {
            return of(step, consoles);
        }
        if (failure instanceof EngineException engineFailure) {
            return FailedCreation.explain(engineFailure, "start it again, then repeat the command");
        }
        return MinikException.of(ExitCode.BUG, "making nodes failed: " + failure, "please report it")
                .causedBy(failure);
    }

    /** Explains a failed step of a node's set-up. */
    MinikException of(NodeStepFailure failure, NodeConsoles consoles) {
        if (failure.step().equals(NodeStepFailure.CONTAINER)) {
            var lines = tail(consoles.lastLines(failure.node()));
            return MinikException.of(
                            ExitCode.FAILED,
                            "node %s ended during its set-up%s".formatted(failure.node(), lastOf(lines)),
                            "minik doctor tells what this host lacks")
                    .withDetails(lines);
        }
        var log = tail(output(failure.node(), "cat", "/minik/log/" + failure.step() + ".log"));
        var unit = failedUnit(failure.node());
        var cause = log.stream()
                .filter(line -> ERROR.matcher(line).matches())
                .findFirst()
                .orElse(log.isEmpty() ? "no output" : log.get(log.size() - 1));
        return MinikException.of(
                        ExitCode.FAILED,
                        "%s failed on node %s: %s".formatted(failure.step(), failure.node(), cause.strip()),
                        failure.step().equals(IMAGE_PULLS)
                                ? "say in the config file how nodes reach the registry (registries), or use a node image that has the image"
                                : "minik doctor tells what this host lacks")
                .withDetails(concat(log, unit));
    }

    /** Explains a node whose set-up did not end in time. */
    MinikException ofSlowNode(String node, NodeConsoles consoles) {
        var unit = failedUnit(node);
        var lines = unit.isEmpty() ? tail(consoles.lastLines(node)) : unit;
        return MinikException.of(
                        ExitCode.TIMED_OUT,
                        "node %s was not set up in time%s".formatted(node, lastOf(lines)),
                        "minik doctor tells what this host lacks")
                .withDetails(lines);
    }

    /** Explains a cluster that did not become ready in time. */
    MinikException ofMissing(List<String> missing, KubeApi api) {
        var details = new ArrayList<>(missing.subList(1, missing.size()));
        details.addAll(sickPods(api));
        return MinikException.of(
                        ExitCode.TIMED_OUT,
                        "the cluster was not ready in time: " + missing.get(0),
                        "give it more time with --wait, or look into it with --retain and minik export logs")
                .withDetails(details);
    }

    /** Returns a line for each pod that is not ready, with Kubernetes' words why. */
    public static List<String> sickPods(KubeApi api) {
        try {
            return api.pods().stream()
                    .filter(pod -> !pod.ready() && !pod.problem().isEmpty())
                    .map(pod -> "pod %s/%s%s: %s"
                            .formatted(
                                    pod.namespace(),
                                    pod.name(),
                                    pod.node().isEmpty() ? "" : " on " + pod.node(),
                                    pod.problem()))
                    .toList();
        } catch (KubeApiException e) {
            return List.of("the API server does not answer: " + e.getMessage());
        }
    }

    /** Returns the last journal lines of the first unit that failed, headed by its name. */
    private List<String> failedUnit(String node) {
        for (String unit : UNITS) {
            var state = String.join("", output(node, "systemctl", "is-failed", unit));
            if (state.equals("failed")) {
                var lines = new ArrayList<String>();
                lines.add("unit %s has failed:".formatted(unit));
                lines.addAll(tail(output(node, "journalctl", "--no-pager", "-o", "cat", "-n", "30", "-u", unit)));
                return lines;
            }
        }
        return List.of();
    }

    private List<String> output(String node, String... command) {
        try {
            return engine.exec(node, ExecSpec.of(command)).stdout().lines().toList();
        } catch (EngineException e) {
            return List.of("node %s cannot be asked: %s".formatted(node, e.getMessage()));
        }
    }

    private static List<String> tail(List<String> lines) {
        var written = lines.stream().filter(line -> !line.isBlank()).toList();
        return written.subList(Math.max(0, written.size() - TAIL), written.size());
    }

    private static List<String> concat(List<String> first, List<String> second) {
        var all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    private static String lastOf(List<String> lines) {
        return lines.isEmpty() ? "" : ": " + lines.get(lines.size() - 1).strip();
    }
}
