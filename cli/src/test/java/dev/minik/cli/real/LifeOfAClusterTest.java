package dev.minik.cli.real;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.engine.ContainerInfo;
import dev.minik.engine.Engine;
import dev.minik.engine.HostEnvironment;
import dev.minik.engine.locate.EngineLocator;
import dev.minik.model.Labels;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clusters are stopped, started, frozen, thawed and killed, and are the same afterwards. */
class LifeOfAClusterTest {
    private static final String CLUSTER = "life-test";

    private final Engine engine = EngineLocator.of(HostEnvironment.current()).locate(Optional.empty());
    private Shell shell = new Shell(Path.of(""));

    @BeforeEach
    void openShell(@TempDir Path temporary) {
        shell = new Shell(temporary);
    }

    @AfterEach
    void deleteCluster() {
        shell.minik("delete", "cluster", CLUSTER).ok();
        engine.close();
    }

    @Test
    @Tag("cluster")
    void aClusterIsTheSameAfterEveryChangeOfItsLife() throws IOException {
        var cluster = NewCluster.create(shell, CLUSTER, "--workers", "1");
        cluster.kubectl("create", "configmap", "before").ok();
        var before = identity();

        shell.minik("stop", "cluster", CLUSTER).ok();
        shell.minik("stop", "cluster", CLUSTER).ok();
        needsItRunning("stopped", "minik start cluster " + CLUSTER);
        shell.minik("resume", "cluster", CLUSTER).exits(7);
        shell.minik("start", "cluster", CLUSTER).ok();
        sameAsBefore(cluster, before);
        cluster.works();

        shell.minik("pause", "cluster", CLUSTER).ok();
        shell.minik("pause", "cluster", CLUSTER).ok();
        needsItRunning("paused", "minik resume cluster " + CLUSTER);
        shell.minik("start", "cluster", CLUSTER).exits(7);
        shell.minik("stop", "cluster", CLUSTER).ok();
        shell.minik("start", "cluster", CLUSTER).ok();
        sameAsBefore(cluster, before);

        expire(CLUSTER + "-control-plane", CLUSTER + "-worker");
        sameAsBefore(cluster, before);

        shell.minik("restart", "node", CLUSTER + "-worker", CLUSTER + "-control-plane")
                .ok();
        sameAsBefore(cluster, before);

        engine.removeContainer(CLUSTER + "-worker");
        shell.minik("stop", "cluster", CLUSTER).ok();
        var start = shell.minik("start", "cluster", CLUSTER).ok();
        assertTrue(start.stderr().contains("the container of node " + CLUSTER + "-worker is gone"), start::stderr);
    }

    /** Certificates run out while the cluster is stopped; the user's kubeconfig, too. */
    private void expire(String... machines) throws IOException {
        shell.minik("stop", "cluster", CLUSTER).ok();
        var expired = new ExpiredCertificates(engine, CLUSTER + "-control-plane");
        for (var machine : machines) {
            assertTrue(expired.on(machine) > 0, machine);
        }
        var start = shell.minik("start", "cluster", CLUSTER).ok();
        assertTrue(start.stderr().contains("Renewed "), start::stderr);
    }

    @Test
    @Tag("long")
    void aPodRunsAfterAPauseOfAMinute() throws InterruptedException {
        var cluster = NewCluster.create(shell, CLUSTER);
        shell.minik("pause", "cluster", CLUSTER).ok();
        // longer than the controllers wait for a node's word
        Thread.sleep(Duration.ofSeconds(65).toMillis());
        shell.minik("resume", "cluster", CLUSTER, "--wait", "1m").ok();

        cluster.works();
        assertTrue(shell.minik("status", CLUSTER).ok().stdout().contains("running, ready"));
    }

    @Test
    @Tag("cluster")
    void containersComeBackInWhateverOrder() throws IOException {
        comeBack(2);
    }

    @Test
    @Tag("long")
    void containersComeBackInWhateverOrderTenTimes() throws IOException {
        comeBack(10);
    }

    private void comeBack(int times) throws IOException {
        var cluster = NewCluster.create(shell, CLUSTER, "--control-planes", "3", "--workers", "1");
        var before = identity();
        var seed = System.nanoTime();
        var random = new Random(seed);
        for (int time = 1; time <= times; time++) {
            cluster.kubectl("create", "configmap", "written-" + time).ok();
            var containers = new ArrayList<>(containers());
            Collections.shuffle(containers, random);
            containers.forEach(one -> engine.stopContainer(one.id(), Duration.ZERO));
            Collections.shuffle(containers, random);
            // the last ones are left to minik
            containers.subList(0, random.nextInt(containers.size())).forEach(one -> engine.startContainer(one.id()));

            var start = shell.minik("start", "cluster", CLUSTER);

            assertEquals(0, start.exitCode(), () -> "seed " + seed + "\n" + start.stderr());
            for (int written = 1; written <= time; written++) {
                cluster.kubectl("get", "configmap", "written-" + written).ok();
            }
            assertEquals(before, identity(), () -> "seed " + seed);
        }
        shell.minik("pause", "cluster", CLUSTER).ok();
        shell.minik("resume", "cluster", CLUSTER).ok();
        cluster.works();
    }

    @Test
    @Tag("long")
    void aClusterWithAnEtcdAndAnAddressOfItsOwnComesBack() throws IOException {
        var config = shell.file("cluster.yaml", """
                kind: Cluster
                apiVersion: minik.dev/v1alpha1
                name: %s
                controlPlaneEndpoint: vip
                etcd: {topology: external, nodes: 1}
                nodes: [{}, {role: control-plane}]
                """.formatted(CLUSTER));
        var cluster = NewCluster.create(shell, CLUSTER, "--config", config.toString());
        cluster.kubectl("create", "configmap", "before").ok();
        var before = identity();

        shell.minik("restart", "cluster", CLUSTER).ok();
        sameAsBefore(cluster, before);
        shell.minik("restart", "node", CLUSTER + "-etcd").ok();
        sameAsBefore(cluster, before);
        shell.minik("pause", "cluster", CLUSTER).ok();
        shell.minik("resume", "cluster", CLUSTER).ok();
        sameAsBefore(cluster, before);
    }

    @Test
    @Tag("cluster")
    void whatWouldBeLostIsNotStopped() {
        var config = shell.file("cluster.yaml", """
                kind: Cluster
                apiVersion: minik.dev/v1alpha1
                name: %s
                etcd: {ephemeral: true}
                """.formatted(CLUSTER));
        NewCluster.create(shell, CLUSTER, "--config", config.toString());

        var refused = shell.minik("stop", "cluster", CLUSTER).exits(7);

        assertTrue(refused.stderr().contains("minik pause cluster"), refused::stderr);
        shell.minik("status", CLUSTER).ok();
    }

    private void needsItRunning(String state, String remedy) {
        var status = shell.minik("status", CLUSTER).exits(7);
        assertTrue(status.stdout().contains("Cluster " + CLUSTER + ": " + state), status::stdout);
        assertTrue(status.stdout().contains(remedy), status::stdout);
        var clusters = shell.minik("get", "clusters", "-o", "json").ok();
        assertTrue(clusters.stdout().contains("\"" + state + "\""), clusters::stdout);
        for (var failed : List.of(
                shell.minik("kubectl", "--name", CLUSTER, "get", "nodes"),
                shell.minik("get", "kubeconfig", "--name", CLUSTER),
                shell.minik("export", "kubeconfig", "--name", CLUSTER),
                shell.minik("restart", "node", CLUSTER + "-control-plane"))) {
            failed.exits(7);
            assertTrue(failed.stderr().contains(remedy), failed::stderr);
        }
    }

    private void sameAsBefore(NewCluster cluster, List<String> before) {
        cluster.kubectl("get", "configmap", "before").ok();
        // the user's own kubeconfig, not one that minik makes for kubectl
        shell.run(kubectl(), "get", "nodes", "--request-timeout=10s").ok();
        assertEquals(before, identity());
        assertTrue(shell.minik("status", CLUSTER).ok().stdout().contains("running, ready"));
    }

    private static String kubectl() {
        return Path.of(System.getProperty("user.home"), ".cache/minik/kubectl/v1.37.0/kubectl")
                .toString();
    }

    /** Returns what must never change: containers' names and addresses, nodes' identities. */
    private List<String> identity() {
        var identity = new ArrayList<String>();
        containers().forEach(one -> identity.add(one.name() + " " + one.addresses()));
        identity.addAll(shell.kubectl(
                        CLUSTER,
                        "get",
                        "nodes",
                        "-o",
                        "jsonpath={range .items[*]}{.metadata.name} {.metadata.uid} {.status.addresses[0].address} "
                                + "{.spec.podCIDR}{\"\\n\"}{end}")
                .ok()
                .lines());
        Collections.sort(identity);
        return identity;
    }

    private List<ContainerInfo> containers() {
        return engine.listContainers(Map.of(Labels.CLUSTER, CLUSTER));
    }
}
