package dev.minik.cli.real;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;

/** Objects that are saved, destroyed and restored, and others that come in between. */
final class StateToRestore {
    private static final String OBJECTS = """
            apiVersion: v1
            kind: Namespace
            metadata: {name: kept}
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: settings, namespace: kept}
            data: {answer: "42"}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web, namespace: kept}
            spec:
              replicas: 2
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec:
                  terminationGracePeriodSeconds: 0
                  containers:
                  - name: web
                    image: docker.io/library/busybox:stable
                    command: [sleep, "86400"]
            """;
    private static final String UIDS =
            "-o=jsonpath={range .items[*]}{.kind}/{.metadata.name} {.metadata.uid}{\"\\n\"}{end}";

    private final NewCluster cluster;
    private final Path backup;
    private List<String> before = List.of();

    StateToRestore(NewCluster cluster, Path backup) {
        this.cluster = cluster;
        this.backup = backup;
    }

    void save() {
        var file = cluster.shell().file("objects.yaml", OBJECTS);
        cluster.kubectl("apply", "-f", file.toString()).ok();
        cluster.kubectl("-n", "kept", "rollout", "status", "deployment/web", "--timeout=60s")
                .ok();
        before = uids();
        assertEquals(4, before.size(), before::toString);
        cluster.shell()
                .minik("save", "backup", backup.toString(), "--name", cluster.name())
                .ok();
    }

    /** Deletes what was saved, and makes what was not. */
    void damage() {
        cluster.kubectl("delete", "namespace", "kept").ok();
        cluster.kubectl("create", "namespace", "later").ok();
        cluster.kubectl("-n", "later", "create", "configmap", "later").ok();
        cluster.kubectl(
                        "create",
                        "deployment",
                        "later",
                        "--image=docker.io/library/busybox:stable",
                        "--",
                        "sleep",
                        "86400")
                .ok();
        cluster.kubectl("rollout", "status", "deployment/later", "--timeout=60s")
                .ok();
    }

    Shell.Result restore() {
        return cluster.shell().minik("restore", "backup", backup.toString(), "--name", cluster.name());
    }

    /** What was saved is there as it was, what was made later is not, and all goes on. */
    void isRestored() {
        assertEquals(before, uids());
        cluster.kubectl("get", "namespace", "later").exits(1);
        cluster.kubectl("get", "deployment", "later").exits(1);
        cluster.kubectl("-n", "kept", "rollout", "status", "deployment/web", "--timeout=60s")
                .ok();
        cluster.kubectl("-n", "kept", "scale", "deployment/web", "--replicas=3").ok();
        cluster.kubectl("-n", "kept", "rollout", "status", "deployment/web", "--timeout=60s")
                .ok();
        var status = cluster.shell().minik("status", cluster.name()).ok().stdout();
        assertTrue(status.contains("running, ready"), status);
        cluster.works();
    }

    private List<String> uids() {
        var objects = cluster.kubectl("-n", "kept", "get", "configmaps,deployments,pods", UIDS)
                .ok();
        return objects.lines().stream()
                .filter(line -> !line.contains("kube-root-ca"))
                .sorted()
                .toList();
    }
}
