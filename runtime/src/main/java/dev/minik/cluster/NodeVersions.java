package dev.minik.cluster;

import dev.minik.engine.ContainerFiles;
import dev.minik.engine.ContainerInfo;
import dev.minik.engine.Engine;
import dev.minik.engine.EngineException;
import dev.minik.model.KubernetesVersion;
import dev.minik.model.Labels;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Which Kubernetes nodes have: their labels tell with which one they were made, a file in them what an upgrade has made of it. */
final class NodeVersions {
    private static final String FILE = "/kind/version";
    private static final int LIMIT = 64;

    private final Engine engine;
    private final Tasks tasks;

    NodeVersions(Engine engine, Tasks tasks) {
        this.engine = engine;
        this.tasks = tasks;
    }

    /** Returns the versions of nodes by the ids of their containers, which need not run. */
    Map<String, String> of(List<ContainerInfo> nodes) {
        var versions = new ConcurrentHashMap<String, String>();
        tasks.all(nodes, node -> versions.put(node.id(), version(node)));
        return versions;
    }

    private String version(ContainerInfo node) {
        var made = node.labels().getOrDefault(Labels.KUBERNETES_VERSION, "");
        try {
            return new ContainerFiles(engine)
                    .text(node.id(), FILE, LIMIT)
                    .map(String::strip)
                    .filter(NodeVersions::isVersion)
                    .orElse(made); // it was never filled
        } catch (EngineException e) {
            return made; // it is on its way out
        }
    }

    private static boolean isVersion(String text) {
        try {
            return !KubernetesVersion.parse(text).toString().isEmpty();
        } catch (IllegalArgumentException e) {
            return false; // a node may say anything
        }
    }
}
