package dev.minik.cli.real;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The state of clusters whose etcd has several members, on control planes and on nodes of its own. */
@Tag("long")
class BackupOfSeveralMembersTest {
    private static final String CLUSTER = "backup-members-test";
    private static final String EXTERNAL = """
            apiVersion: minik.dev/v1alpha1
            kind: Cluster
            etcd: {topology: external, nodes: 3, ephemeral: true}
            nodes:
            - role: control-plane
            - role: worker
            """;

    @Test
    void threeControlPlanesAgreeOnTheRestoredState(@TempDir Path directory) {
        try (var cluster = NewCluster.create(directory, CLUSTER, "--control-planes", "3", "--workers", "1")) {
            comesBack(cluster, directory);
        }
    }

    @Test
    void nodesOfEtcdAgreeOnTheRestoredState(@TempDir Path directory) {
        var config = new Shell(directory).file("cluster.yaml", EXTERNAL);
        try (var cluster = NewCluster.create(directory, CLUSTER, "--config", config.toString())) {
            comesBack(cluster, directory);
        }
    }

    private static void comesBack(NewCluster cluster, Path directory) {
        var state = new StateToRestore(cluster, directory.resolve("state.db"));
        state.save();
        state.damage();
        state.restore().ok();
        state.isRestored();
    }
}
