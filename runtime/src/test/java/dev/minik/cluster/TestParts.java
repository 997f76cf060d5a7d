package dev.minik.cluster;

import dev.minik.engine.Engine;
import dev.minik.kubeconfig.KubeconfigPaths;
import dev.minik.kubeconfig.KubeconfigStore;
import dev.minik.model.KubernetesVersion;
import dev.minik.progress.Progress;
import dev.minik.progress.SteadyClock;
import dev.minik.release.KubernetesCatalogue;
import dev.minik.release.NetworkCatalogue;
import java.nio.file.Path;
import java.util.Map;

/** The parts that operations on clusters have in tests: the user's files are all in one directory. */
public final class TestParts {
    private TestParts() {}

    /** Makes parts for a user without variables. */
    public static ClusterParts of(Engine engine, Path directory, Progress progress) {
        return of(engine, directory, progress, Map.of());
    }

    /** Makes parts for a user with variables. */
    public static ClusterParts of(Engine engine, Path directory, Progress progress, Map<String, String> variables) {
        return of(
                engine,
                directory,
                progress,
                variables,
                KubernetesCatalogue.load().networks());
    }

    /** Makes parts for a minik that knows other networks. */
    static ClusterParts of(
            Engine engine,
            Path directory,
            Progress progress,
            Map<String, String> variables,
            NetworkCatalogue networks) {
        return new ClusterParts(
                engine,
                new KubeconfigStore(KubeconfigPaths.of(Map.of(), directory)),
                progress,
                new ClusterEnvironment(
                        directory,
                        directory.resolve("logs"),
                        "here",
                        () -> KubernetesVersion.parse("1.37.0"),
                        () -> networks,
                        variables,
                        new SteadyClock()));
    }
}
