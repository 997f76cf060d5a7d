package dev.minik.cli.real;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.engine.Engine;
import dev.minik.engine.ExecSpec;
import dev.minik.engine.HostEnvironment;
import dev.minik.engine.locate.EngineLocator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A control plane and a worker whose etcd has three nodes of its own, in memory. */
@Tag("cluster")
class ExternalEtcdTest {
    private static final String CLUSTER = "etcd-test";
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String CONFIG = """
            apiVersion: minik.dev/v1alpha1
            kind: Cluster
            etcd: {topology: external, nodes: 3, ephemeral: true}
            nodes:
            - role: control-plane
            - role: worker
            """;

    @Test
    void theStateSurvivesTheDeathOfAMember(@TempDir Path directory) {
        var config = new Shell(directory).file("cluster.yaml", CONFIG);
        try (var engine = EngineLocator.of(HostEnvironment.current()).locate(Optional.empty())) {
            try (var cluster = NewCluster.create(directory, CLUSTER, "--config", config.toString())) {
                var shell = cluster.shell();
                assertEquals(
                        List.of(CLUSTER + "-control-plane", CLUSTER + "-worker"),
                        shell.minik("get", "nodes", "--name", CLUSTER).ok().lines());
                assertTrue(shell.minik("status", CLUSTER).ok().stdout().contains("running, ready"));
                cluster.works();
                etcdNodes().forEach(node -> keepsItsDataInMemory(engine, node));
                logsAreExported(shell, directory.resolve("logs"));

                cluster.kubectl("create", "configmap", "before").ok();
                engine.stopContainer(CLUSTER + "-etcd3", Duration.ZERO);

                Shell.eventually(
                        "writing goes on",
                        SOON,
                        () -> cluster.kubectl("create", "configmap", "after", "--request-timeout=5s")
                                        .exitCode()
                                == 0);
                cluster.kubectl("get", "configmap", "before", "after").ok();
                var status = shell.minik("status", CLUSTER).exits(1).stdout();
                assertTrue(status.contains("etcd node " + CLUSTER + "-etcd3 is stopped"), status);

                engine.removeContainer(CLUSTER + "-etcd3");
                var gone = shell.minik("status", CLUSTER).exits(1).stdout();
                assertTrue(gone.contains(CLUSTER + "-etcd3 is gone"), gone);
                var repaired =
                        shell.minik("repair", "cluster", CLUSTER).exits(7).stderr();
                assertTrue(repaired.contains("members of etcd cannot be replaced"), repaired);
            }
            assertEquals(List.of(), new EngineState(engine).remains(CLUSTER));
        }
    }

    private static void keepsItsDataInMemory(Engine engine, String node) {
        var mount = engine.exec(node, ExecSpec.of("findmnt", "--noheadings", "--output", "FSTYPE", "/var/lib/etcd"));
        assertEquals("tmpfs", mount.stdout().strip(), node);
        var member = engine.exec(node, ExecSpec.of("ls", "/var/lib/etcd"));
        assertEquals("member", member.stdout().strip(), node);
        var manifest = engine.exec(node, ExecSpec.of("cat", "/etc/kubernetes/manifests/etcd.yaml"));
        assertTrue(manifest.stdout().contains("--unsafe-no-fsync=true"), manifest::stdout);
        var keys = engine.exec(node, ExecSpec.of("find", "/etc/kubernetes", "/minik", "-name", "ca.key"));
        assertEquals("", keys.stdout(), node);
    }

    private static void logsAreExported(Shell shell, Path target) {
        shell.minik("export", "logs", target.toString(), "--name", CLUSTER).ok();

        etcdNodes().forEach(node -> {
            assertTrue(Files.isRegularFile(target.resolve(node).resolve("kubelet.log")), node);
            assertTrue(Files.isDirectory(target.resolve(node).resolve("pods")), node);
        });
    }

    private static Stream<String> etcdNodes() {
        return Stream.of("", "2", "3").map(number -> CLUSTER + "-etcd" + number);
    }
}
