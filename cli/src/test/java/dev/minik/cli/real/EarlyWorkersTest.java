package dev.minik.cli.real;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker that has begun with its cluster is as one that has joined it. */
@Tag("cluster")
class EarlyWorkersTest {
    private static final String CLUSTER = "early-workers";
    private static final String BEGUN = CLUSTER + "-worker";
    private static final String JOINED = CLUSTER + "-worker2";

    /** Which there are, for whom, and where links lead to. */
    private static final String FILES = "cd /; find etc/kubernetes var/lib/kubelet/pki var/lib/kubelet/config.yaml"
            + " var/lib/kubelet/instance-config.yaml var/lib/kubelet/kubeadm-flags.env -printf '%p %m %u %l\\n' | sort";

    @Test
    void areAsThoseThatJoin(@TempDir Path directory) {
        var shell = new Shell(directory);
        var config = shell.file("early.yaml", """
                kind: Cluster
                apiVersion: minik.dev/v1alpha1
                nodes:
                - role: control-plane
                - role: worker
                  labels: {tier: front}
                  taints: ["dedicated=front:NoSchedule", "slow:PreferNoSchedule"]
                """);
        try (var cluster = NewCluster.create(shell, CLUSTER, "--config", config.toString())) {
            assertEquals("10.244.1.0/24", of(cluster, BEGUN, "jsonpath={.spec.podCIDR}"));
            shell.minik(
                            "create",
                            "node",
                            "--name",
                            CLUSTER,
                            "--label",
                            "tier=front",
                            "--taint",
                            "dedicated=front:NoSchedule",
                            "--taint",
                            "slow:PreferNoSchedule")
                    .ok();
            assertTrue(in(shell, JOINED, "cat /minik/kubeadm.yaml").contains("JoinConfiguration"));

            for (var text : List.of(
                    FILES,
                    "cat /var/lib/kubelet/config.yaml /var/lib/kubelet/instance-config.yaml",
                    "tr ' ' '\\n' </var/lib/kubelet/kubeadm-flags.env | tr -d '\"' | sed 's/^[A-Z_]*=//' | sort",
                    "cat /etc/kubernetes/kubelet.conf /etc/kubernetes/pki/ca.crt")) {
                assertEquals(in(shell, JOINED, text), in(shell, BEGUN, text), text);
            }
            for (var output : List.of(
                    "jsonpath={.metadata.labels}",
                    // one that was not ready keeps that taint for a moment
                    "jsonpath={.spec.taints[?(@.key!='node.kubernetes.io/not-ready')]}",
                    "jsonpath={.spec.providerID}",
                    "go-template={{range $key, $value := .metadata.annotations}}{{$key}} {{end}}")) {
                assertEquals(of(cluster, JOINED, output), of(cluster, BEGUN, output), output);
            }
            cluster.works();
        }
    }

    private static String in(Shell shell, String node, String command) {
        return unnamed(
                shell.run("docker", "exec", node, "sh", "-c", command).ok().stdout(), node);
    }

    private static String of(NewCluster cluster, String node, String output) {
        return unnamed(cluster.kubectl("get", "node", node, "-o=" + output).ok().stdout(), node);
    }

    /** Leaves out what is each node's own. */
    private static String unnamed(String text, String node) {
        return text.replaceAll("\\b" + node + "\\b", "NODE").replaceAll("node-ip=[0-9.]+", "node-ip=ADDRESS");
    }
}
