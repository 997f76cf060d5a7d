package dev.minik.cli.real;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clusters do not know of each other. */
@Tag("cluster")
class TwoClustersTest {
    @TempDir
    Path directory = Path.of("");

    @Test
    void deletingOneLeavesTheOtherWorking() {
        var shell = new Shell(directory);
        var first = shell.startMinik("create", "cluster", "side-a");
        var second = shell.startMinik("create", "cluster", "side-b");
        try {
            shell.finish(first).ok();
            shell.finish(second).ok();
            shell.minik("delete", "cluster", "side-a").ok();

            assertFalse(shell.minik("get", "clusters").ok().lines().contains("side-a"));
            shell.kubectl("side-b", "get", "--raw", "/readyz").ok();
            var config =
                    shell.minik("get", "kubeconfig", "--name", "side-b").ok().stdout();
            assertTrue(config.contains("minik-side-b"), config);
            assertFalse(config.contains("side-a"), config);
        } finally {
            shell.end(first, second);
            shell.minik("delete", "clusters", "side-a", "side-b");
        }
    }
}
