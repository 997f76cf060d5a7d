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
    @TempDir
    Path directory = Path.of("");

    @ParameterizedTest
    @ValueSource(strings = {"v1.36.3", "v1.35.4"})
    void createsAClusterThatWorks(String version) {
        try (var cluster =
                NewCluster.create(directory, "other-version", "--kubernetes-version", version, "--workers", "1")) {
            var kubelets = cluster.kubectl("get", "nodes", "-o", "jsonpath={.items[*].status.nodeInfo.kubeletVersion}")
                    .ok()
                    .stdout();
            assertTrue(kubelets.equals(version + " " + version), kubelets);
            var server = cluster.kubectl("get", "--raw", "/version").ok().stdout();
            assertTrue(server.contains("\"gitVersion\": \"" + version + "\""), server);
            cluster.works();
        }
    }
}
