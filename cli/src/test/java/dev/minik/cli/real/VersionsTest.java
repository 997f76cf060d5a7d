package dev.minik.cli.real;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The other Kubernetes versions of the catalogue, whose node images {@code verify} has built. */
@Tag("versions")
class VersionsTest {
    private static final String CLUSTER = "other-version";

    @TempDir
    Path directory = Path.of("");

    @ParameterizedTest
    @ValueSource(strings = {"v1.36.3", "v1.35.4"})
    void createsAClusterThatWorks(String version) {
        var shell = new Shell(directory);
        try {
            shell.minik("create", "cluster", CLUSTER, "--kubernetes-version", version, "--workers", "1")
                    .ok();

            var kubelets = shell.kubectl(
                            CLUSTER, "get", "nodes", "-o", "jsonpath={.items[*].status.nodeInfo.kubeletVersion}")
                    .ok()
                    .stdout();
            assertTrue(kubelets.equals(version + " " + version), kubelets);
            var server = shell.kubectl(CLUSTER, "get", "--raw", "/version").ok().stdout();
            assertTrue(server.contains("\"gitVersion\": \"" + version + "\""), server);
            new FirstUse(shell, CLUSTER).works();
        } finally {
            shell.minik("delete", "cluster", CLUSTER);
        }
    }
}
