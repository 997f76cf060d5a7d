package dev.minik.cluster.apply;

import dev.minik.archive.TarBuilder;
import dev.minik.cluster.Administrator;
import dev.minik.cluster.NodeScripts;
import dev.minik.cluster.apply.ManifestObjects.ObjectKey;
import dev.minik.engine.ContainerInfo;
import dev.minik.engine.Engine;
import dev.minik.engine.ExecResult;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.yaml.Yaml;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Changes the objects of a manifest in a cluster that runs, by the kubectl of one of its control planes. */
final class ManifestUpdate {
    private static final String DIRECTORY = "/minik/manifest-change";
    private static final int READABLE = 0600;
    private static final int REFUSED = 3;

    private final Engine engine;
    private final ContainerInfo controlPlane;

    ManifestUpdate(Engine engine, ContainerInfo controlPlane) {
        this.engine = engine;
        this.controlPlane = controlPlane;
    }

    /**
     * Changes what has changed. All of it is tried without effect first.
     *
     * @throws MinikException {@link ExitCode#FAILED} if the API server refuses something
     */
    void apply(ManifestChange change) {
        var files = new TarBuilder();
        put(files, "created.yaml", change.created());
        var number = 0;
        for (var changed : change.changed()) {
            files.file(file("%03d.object.yaml".formatted(number)), READABLE, Yaml.dump(changed.object()));
            files.file(file("%03d.patch.yaml".formatted(number)), READABLE, Yaml.dump(changed.patch()));
            number++;
        }
        put(files, "removed.yaml", change.removed());
        engine.copyInto(controlPlane.id(), "/", new ByteArrayInputStream(files.build()));
        var result = new NodeScripts(engine).attempt("change-manifest", controlPlane, DIRECTORY);
        if (result.exitCode() != 0) {
            throw MinikException.of(
                            ExitCode.FAILED,
                            "the network's manifest cannot be applied: " + last(result),
                            result.exitCode() == REFUSED
                                    ? "correct it; nothing was changed. What cannot be changed in an object is changed by deleting that"
                                            + " (kubectl delete), and repeating the command"
                                    : "repeat the command, which goes on from there")
                    .withDetails(said(result));
        }
    }

    /**
     * Waits until the pods of what was changed have been replaced.
     *
     * @throws MinikException {@link ExitCode#TIMED_OUT} if they are not in time
     */
    void awaitRollouts(List<ObjectKey> workloads, Duration timeout) {
        var deadline = System.nanoTime() + timeout.toNanos();
        for (ObjectKey workload : workloads) {
            var left = Math.max(1, (deadline - System.nanoTime()) / 1_000_000_000);
            var namespace = workload.namespace().isEmpty() ? "default" : workload.namespace();
            var result = new Administrator(engine, controlPlane)
                    .attempt(
                            "kubectl",
                            "rollout",
                            "status",
                            workload.kind().toLowerCase(Locale.ROOT) + "/" + workload.name(),
                            "--namespace=" + namespace,
                            "--timeout=%ds".formatted(left));
            if (result.exitCode() != 0) {
                throw MinikException.of(
                                ExitCode.TIMED_OUT,
                                "the network's manifest is applied, but the pods of %s are not replaced: %s"
                                        .formatted(workload, last(result)),
                                "kubectl get pods --namespace %s tells why".formatted(namespace))
                        .withDetails(said(result));
            }
        }
    }

    private static void put(TarBuilder files, String name, List<?> objects) {
        if (!objects.isEmpty()) {
            files.file(file(name), READABLE, Yaml.dumpAll(objects));
        }
    }

    private static String file(String name) {
        return DIRECTORY + "/" + name;
    }

    private static List<String> said(ExecResult result) {
        return (result.stdout() + "\n" + result.stderr())
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
    }

    private static String last(ExecResult result) {
        var said = said(result);
        return said.isEmpty() ? "exit code " + result.exitCode() : said.get(said.size() - 1);
    }
}
