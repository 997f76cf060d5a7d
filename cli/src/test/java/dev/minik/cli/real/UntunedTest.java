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
    private static final String CLUSTER = "untuned";

    @TempDir
    Path directory = Path.of("");

    @ParameterizedTest
    @ValueSource(strings = {"0", "2"})
    void worksAsWell(String workers) {
        var shell = new Shell(directory);
        try {
            shell.minik("create", "cluster", CLUSTER, "--workers", workers, "--tuning", "none")
                    .ok();

            new FirstUse(shell, CLUSTER).works();
            var leases = shell.kubectl(CLUSTER, "get", "leases", "-n", "kube-system", "-o", "name")
                    .ok()
                    .stdout();
            assertTrue(leases.contains("kube-scheduler"), "an election is held: " + leases);
        } finally {
            shell.minik("delete", "cluster", CLUSTER);
        }
    }
}
