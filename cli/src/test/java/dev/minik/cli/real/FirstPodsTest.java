package dev.minik.cli.real;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pods that minik makes ahead are their controllers', which replace them as any other. */
@Tag("cluster")
class FirstPodsTest {
    @Test
    void belongToTheirControllers(@TempDir Path directory) {
        try (var cluster = NewCluster.create(directory, "first-pods")) {
            cluster.works();
            assertEquals("ReplicaSet", owners(cluster, "pods", "k8s-app=kube-dns"));
            assertEquals("Deployment", owners(cluster, "replicasets", "k8s-app=kube-dns"));
            // a controller would have said by which of its revisions
            assertEquals("DaemonSet", owners(cluster, "pods", "k8s-app=kube-proxy,!controller-revision-hash"));

            for (var workload : List.of("deployment/coredns", "daemonset/kube-proxy")) {
                cluster.kubectl("-n=kube-system", "rollout", "restart", workload)
                        .ok();
                cluster.kubectl("-n=kube-system", "rollout", "status", workload, "--timeout=90s")
                        .ok();
            }

            assertEquals("DaemonSet", owners(cluster, "pods", "k8s-app=kube-proxy,controller-revision-hash"));
        }
    }

    private static String owners(NewCluster cluster, String kind, String selector) {
        var path = "-o=jsonpath={range .items[*]}{.metadata.ownerReferences[0].kind} {end}";
        return cluster.kubectl("-n=kube-system", "get", kind, "-l=" + selector, path)
                .ok()
                .stdout()
                .strip();
    }
}
