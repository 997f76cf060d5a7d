package dev.minik.cli.real;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.engine.ExecSpec;
import dev.minik.engine.HostEnvironment;
import dev.minik.engine.locate.EngineLocator;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What a configuration says of nodes and components, as the nodes and components have it. */
@Tag("cluster")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NodeSettingsTest {
    private static final String CLUSTER = "settings-test";
    private static final String WORKER = CLUSTER + "-worker";

    private Shell shell = new Shell(Path.of(""));

    @BeforeAll
    void createCluster(@TempDir Path temporary) {
        shell = new Shell(temporary);
        var config = shell.file("cluster.yaml", """
                kind: Cluster
                apiVersion: minik.dev/v1alpha1
                name: %s
                networking:
                  dnsDomain: example.internal
                  dnsSearch: [corp.example]
                featureGates: {AllAlpha: false}
                runtimeConfig: {api/beta: "true"}
                kubeadmConfigPatches:
                - |
                  kind: KubeletConfiguration
                  maxPods: 55
                - |
                  kind: ClusterConfiguration
                  apiServer: {extraArgs: {event-ttl: 30m0s}}
                containerdConfigPatches:
                - |
                  [plugins."io.containerd.cri.v1.images"]
                    max_concurrent_downloads = 7
                nodes:
                - role: control-plane
                - role: worker
                  cpus: 500m
                  memory: 1Gi
                  taints: ["dedicated=database:NoSchedule"]
                  environment: {GREETING: "hello world"}
                  files:
                  - {path: /etc/motd, content: "small node", mode: "0640"}
                  kubeadmConfigPatches:
                  - |
                    kind: JoinConfiguration
                    nodeRegistration:
                      kubeletExtraArgs: {node-labels: "patched=yes"}
                """.formatted(CLUSTER));
        shell.minik("create", "cluster", "--config", config.toString()).ok();
    }

    @AfterAll
    void deleteCluster() {
        shell.minik("delete", "cluster", CLUSTER).ok();
    }

    @Test
    void theSchedulerGoesByTheNodesShareOfTheHost() {
        assertEquals("500m 1Gi", inKibi(asked(WORKER, "{.status.allocatable.cpu} {.status.allocatable.memory}")));
        assertEquals("55", asked(WORKER, "{.status.allocatable.pods}"));
    }

    @Test
    void theEngineHoldsTheNodeToItsShare() {
        assertEquals(
                "1073741824",
                inNode(
                        WORKER,
                        "sh",
                        "-c",
                        "cat /sys/fs/cgroup/memory/memory.limit_in_bytes /sys/fs/cgroup/memory.max 2>/dev/null | head -n 1"));
    }

    @Test
    void taintsAndPatchedLabelsAreTheNodes() {
        assertEquals(
                "dedicated=database:NoSchedule",
                asked(WORKER, "{.spec.taints[0].key}={.spec.taints[0].value}:{.spec.taints[0].effect}"));
        assertEquals("yes", asked(WORKER, "{.metadata.labels.patched}"));
    }

    @Test
    void variablesAndFilesAreInTheNode() {
        assertEquals("small node", inNode(WORKER, "cat", "/etc/motd"));
        assertEquals("640", inNode(WORKER, "stat", "-c", "%a", "/etc/motd"));
        assertEquals("hello world", inNode(WORKER, "systemd-run", "--pipe", "--quiet", "printenv", "GREETING"));
        assertTrue(inNode(WORKER, "cat", "/etc/resolv.conf").contains("search corp.example"));
    }

    @Test
    void componentsGetTheirArguments() {
        var manifest = inNode(CLUSTER + "-control-plane", "cat", "/etc/kubernetes/manifests/kube-apiserver.yaml");
        for (String argument :
                List.of("--feature-gates=AllAlpha=false", "--runtime-config=api/beta=true", "--event-ttl=30m0s")) {
            assertTrue(manifest.contains(argument), manifest);
        }
    }

    @Test
    void kubeletsDoNotTryInVainToLowerTheirOomScore() {
        assertEquals(
                "0",
                inNode(WORKER, "sh", "-c", "journalctl --no-pager --unit kubelet | grep -c ApplyOOMScoreAdj || true")
                        .strip());
    }

    @Test
    void containerdTakesItsPatch() {
        var config = inNode(WORKER, "containerd", "config", "dump");

        assertTrue(config.contains("max_concurrent_downloads = 7"), config);
    }

    @Test
    void servicesAreInTheirDomain() {
        var corefile = shell.kubectl(
                        CLUSTER, "get", "configmap", "-n", "kube-system", "coredns", "-o", "jsonpath={.data.Corefile}")
                .ok()
                .stdout();

        assertTrue(corefile.contains("kubernetes example.internal"), corefile);
    }

    private String asked(String node, String path) {
        return shell.kubectl(CLUSTER, "get", "node", node, "-o", "jsonpath=" + path)
                .ok()
                .stdout();
    }

    private static String inKibi(String text) {
        return text.replace("1048576Ki", "1Gi");
    }

    private static String inNode(String node, String... command) {
        try (var engine = EngineLocator.of(HostEnvironment.current()).locate(Optional.empty())) {
            var answer = engine.exec(node, ExecSpec.of(command));
            assertEquals(0, answer.exitCode(), answer::stderr);
            return answer.stdout().strip();
        }
    }
}
