package dev.minik.cli.real;

import static dev.minik.cli.real.Interruption.INT;
import static dev.minik.cli.real.Interruption.KILL;
import static dev.minik.cli.real.Interruption.says;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cluster of the last minor version is brought to the default one, with what runs in it. */
@Tag("versions")
class UpgradeClusterTest {
    private static final String CLUSTER = "upgrade-test";
    private static final String OLD = "v1.36.3";
    private static final String NEW = "v1.37.0";
    private static final String MANIFEST = "/etc/kubernetes/manifests/kube-apiserver.yaml";

    private Shell shell = new Shell(Path.of(""));

    @AfterEach
    void deleteCluster() {
        shell.minik("delete", "cluster", CLUSTER).ok();
    }

    @Test
    void aWorkerAndAControlPlane(@TempDir Path directory) {
        upgraded(directory, () -> {}, "--workers", "1");
    }

    @Test
    void severalControlPlanes(@TempDir Path directory) {
        upgraded(directory, () -> {}, "--control-planes", "3", "--workers", "1");
    }

    @Test
    void whatWasInterruptedIsFinished(@TempDir Path directory) {
        var controlPlane = CLUSTER + "-control-plane";
        upgraded(
                directory,
                () -> {
                    broken(INT, says("Loading the container images"));
                    broken(KILL, says("Upgrading " + controlPlane));
                    broken(INT, running -> hasManifestOf(controlPlane));
                    broken(KILL, running -> hasNewKubelet(controlPlane));
                    broken(INT, says("Upgrading " + CLUSTER + "-worker"));
                    broken(KILL, says("Upgrading " + CLUSTER + "-worker"));
                },
                "--workers",
                "1");
    }

    private void broken(String signal, Predicate<Shell.Running> event) {
        new Interruption(shell).broken(signal, event, "upgrade", "cluster", CLUSTER, "--kubernetes-version", NEW);
    }

    /** kubeadm has begun with the components. */
    private boolean hasManifestOf(String node) {
        return shell.run("docker", "exec", node, "grep", "-q", "kube-apiserver:" + NEW, MANIFEST)
                        .exitCode()
                == 0;
    }

    private boolean hasNewKubelet(String node) {
        return shell.run("docker", "exec", node, "kubelet", "--version")
                .stdout()
                .contains(NEW);
    }

    private void upgraded(Path directory, Runnable before, String... topology) {
        shell = new Shell(directory);
        var options = new ArrayList<>(List.of("--kubernetes-version", OLD));
        options.addAll(List.of(topology));
        var cluster = NewCluster.create(shell, CLUSTER, options.toArray(String[]::new));
        cluster.kubectl("create", "configmap", "kept", "--from-literal=a=b").ok();
        var uid = uid(cluster);
        var leap = shell.minik("upgrade", "cluster", CLUSTER, "--kubernetes-version", "v1.38.0");
        assertEquals(7, leap.exitCode(), leap::stderr);
        var plan = shell.minik("upgrade", "cluster", CLUSTER, "--kubernetes-version", NEW, "--dry-run")
                .ok();
        assertTrue(plan.stdout().contains("kubeadm upgrade apply " + NEW), plan::stdout);

        before.run();
        shell.minik("upgrade", "cluster", CLUSTER, "--kubernetes-version", NEW).ok();

        var versions = cluster.kubectl("get", "nodes", "-o", "jsonpath={.items[*].status.nodeInfo.kubeletVersion}")
                .ok();
        assertEquals("", versions.stdout().replace(NEW, "").strip());
        assertEquals(uid, uid(cluster));
        var again = shell.minik("upgrade", "cluster", CLUSTER, "--kubernetes-version", NEW)
                .ok();
        assertTrue(again.stderr().contains("already"), again::stderr);
        assertTrue(shell.minik("status", CLUSTER).ok().stdout().contains("running, ready"));
        cluster.works();
        assertEquals(
                CLUSTER + "-worker2",
                shell.minik("create", "node", "--name", CLUSTER).ok().lines().get(0));
    }

    private static String uid(NewCluster cluster) {
        return cluster.kubectl("get", "configmap", "kept", "-o", "jsonpath={.metadata.uid}")
                .ok()
                .stdout();
    }
}
