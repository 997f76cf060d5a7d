package dev.minik.cli.real;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.engine.Engine;
import dev.minik.engine.ExecSpec;
import dev.minik.engine.HostEnvironment;
import dev.minik.engine.locate.EngineLocator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The state of a cluster of one control plane and one worker goes into a file and comes back. */
@Tag("cluster")
class BackupTest {
    private static final String CLUSTER = "backup-test";
    private static final String LATE = CLUSTER + "-worker2";
    private static final Duration SOON = Duration.ofSeconds(60);

    @Test
    void whatWasSavedComesBack(@TempDir Path directory) throws IOException {
        try (var engine = EngineLocator.of(HostEnvironment.current()).locate(Optional.empty());
                var cluster = NewCluster.create(directory, CLUSTER, "--workers", "1")) {
            var backup = directory.resolve("state.db");
            var state = new StateToRestore(cluster, backup);
            state.save();
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(backup)));
            cluster.shell()
                    .minik("save", "backup", backup.toString(), "--name", CLUSTER)
                    .exits(5);
            isFreeOfTraces(engine);

            damagedFilesAreRefused(cluster, engine, backup);
            cluster.shell()
                    .minik("create", "node", "--name", CLUSTER, "--label", "tier=late")
                    .ok();
            var subnets = subnets(cluster);
            state.damage();
            var said = state.restore().ok().stderr();
            assertTrue(said.contains("Node %s was not in the backup".formatted(LATE)), said);
            assertEquals(subnets, subnets(cluster), "the node that joined since has its label and its subnet again");
            state.isRestored();
            isFreeOfTraces(engine);

            aRestorationThatIsKilledIsRepeated(cluster, state, backup);
            isFreeOfTraces(engine);

            aNodeThatWasDeletedSinceIsForgotten(cluster, directory.resolve("later.db"));
        }
    }

    private static void aNodeThatWasDeletedSinceIsForgotten(NewCluster cluster, Path backup) {
        var shell = cluster.shell();
        shell.minik("save", "backup", backup.toString(), "--name", CLUSTER).ok();
        shell.minik("delete", "node", LATE).ok();

        var said = shell.minik("restore", "backup", backup.toString(), "--name", CLUSTER)
                .ok()
                .stderr();

        assertTrue(said.contains(LATE + " was in the backup, and had been deleted since"), said);
        cluster.kubectl("get", "node", LATE).exits(1);
    }

    private static String subnets(NewCluster cluster) {
        var template =
                "jsonpath={range .items[*]}{.metadata.name} {.metadata.labels.tier} {.spec.podCIDR}{\"\\n\"}{end}";
        var subnets = cluster.kubectl("get", "nodes", "-o", template).ok().stdout();
        assertTrue(subnets.contains(LATE + " late"), subnets);
        return subnets;
    }

    private static void damagedFilesAreRefused(NewCluster cluster, Engine engine, Path backup) throws IOException {
        var bytes = Files.readAllBytes(backup);
        var etcd = etcdContainer(engine);
        var other = Files.write(backup.resolveSibling("short.db"), Arrays.copyOf(bytes, bytes.length / 2));
        cluster.shell()
                .minik("restore", "backup", other.toString(), "--name", CLUSTER)
                .exits(1);
        bytes[bytes.length / 2] ^= 1;
        Files.write(other, bytes);
        var flipped = cluster.shell()
                .minik("restore", "backup", other.toString(), "--name", CLUSTER)
                .exits(1);
        assertTrue(flipped.stderr().contains("nothing was changed"), flipped.stderr());
        cluster.shell()
                .minik("restore", "backup", other + ".none", "--name", CLUSTER)
                .exits(5);
        assertEquals(etcd, etcdContainer(engine), "etcd has not been touched");
    }

    private static String etcdContainer(Engine engine) {
        var id = engine.exec(CLUSTER + "-control-plane", ExecSpec.of("crictl", "ps", "--quiet", "--name", "^etcd$"))
                .stdout();
        assertFalse(id.isBlank());
        return id;
    }

    private static void isFreeOfTraces(Engine engine) {
        var traces = engine.exec(
                CLUSTER + "-control-plane",
                ExecSpec.of("find", "/var/lib/etcd", "/var/lib/minik", "-name", "*restor*", "-o", "-name", "backup"));
        assertEquals("", traces.stdout());
        var data = engine.exec(CLUSTER + "-control-plane", ExecSpec.of("ls", "-A", "/var/lib/etcd"));
        assertEquals("member", data.stdout().strip());
    }

    private static void aRestorationThatIsKilledIsRepeated(NewCluster cluster, StateToRestore state, Path backup) {
        var shell = cluster.shell();
        var running = shell.startMinik("restore", "backup", backup.toString(), "--name", CLUSTER);
        Shell.eventually(
                "etcd is stopped", SOON, () -> running.saidSoFar().contains("Starting etcd and the API servers"));
        running.process().destroyForcibly();
        shell.finish(running);

        var status = shell.minik("status", CLUSTER).exits(1).stdout();
        assertTrue(status.contains("'minik restore backup FILE' ends it"), status);
        state.restore().ok();
        state.isRestored();
        assertEquals(List.of(), leftovers(backup.resolveSibling("")));
    }

    private static List<Path> leftovers(Path directory) {
        try (var files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".part")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
