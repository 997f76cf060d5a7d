package dev.minik.cli.real;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Without tuning a cluster is what kubeadm makes by default. */
@Tag("long")
class UntunedTest {
    @TempDir
    Path directory = Path.of("");

    @ParameterizedTest
    @ValueSource(strings = {"0", "2"})
    void worksAsWell(String workers) {
        try (var cluster = NewCluster.create(directory, "untuned", "--workers", workers, "--tuning", "none")) {
            cluster.works();

            var leases = cluster.kubectl("get", "leases", "-n", "kube-system", "-o", "name")
                    .ok()
                    .stdout();
            assertTrue(leases.contains("kube-scheduler"), "an election is held: " + leases);
        }
    }
}
