package dev.minik.cluster.backup;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.archive.TarBuilder;
import dev.minik.cluster.ClusterParts;
import dev.minik.cluster.TestParts;
import dev.minik.engine.ContainerSpec;
import dev.minik.engine.ExecResult;
import dev.minik.engine.ExecSpec;
import dev.minik.engine.fake.FakeEngine;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.model.ClusterName;
import dev.minik.model.Labels;
import dev.minik.progress.Progress;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EngineBackupsTest {
    private static final ClusterName NAME = new ClusterName("demo");
    private static final int SIZE = 1 << 20;

    private final ConcurrentLinkedQueue<String> steps = new ConcurrentLinkedQueue<>();
    private final Set<String> failing = new HashSet<>();
    private String said = "first\nlast words\n";
    private final FakeEngine engine = new FakeEngine(this::answer).withImage("node");
    private final Path directory;
    private final ClusterParts parts;
    private final Backups backups;

    EngineBackupsTest(@TempDir Path directory) {
        this.directory = directory;
        parts = TestParts.of(engine, directory, Progress.silent());
        backups = new EngineBackups(parts);
    }

    private ExecResult answer(String node, ExecSpec spec) {
        var step = spec.command().get(4);
        steps.add(node + " " + step);
        if (failing.contains(node + " " + step)) {
            return new ExecResult(1, "", said);
        }
        return new ExecResult(
                0,
                switch (step) {
                    case "manifest" -> EtcdMemberTest.MANIFEST.replace("demo-control-plane", node);
                    case "save" -> "{\"hash\":1,\"revision\":1169,\"totalKey\":512,\"totalSize\":1720320}";
                    case "halt" -> "1700000000\n";
                    case "api_version" -> "v1.37.0\n";
                    default -> "";
                },
                "");
    }

    @BeforeEach
    void startCluster() {
        node("demo-control-plane", "control-plane");
        node("demo-control-plane2", "control-plane");
        node("demo-worker", "worker");
    }

    private void node(String name, String role) {
        engine.startContainer(engine.createContainer(ContainerSpec.of(name, "node")
                .labels(Map.of(Labels.CLUSTER, "demo", Labels.KIND, Labels.KIND_NODE, Labels.ROLE, role))
                .build()));
        put(name, "/etc/kubernetes/pki/ca.crt", Snapshots.CA.getBytes(StandardCharsets.UTF_8));
    }

    private void put(String node, String file, byte[] content) {
        var tar = new TarBuilder().file(file, 0600, content).build();
        engine.copyInto(node, "/", new ByteArrayInputStream(tar));
    }

    @AfterEach
    void close() {
        parts.close();
    }

    @Test
    void asksAHealthyMember() throws IOException {
        failing.add("demo-control-plane member_answers");
        var snapshot = Files.readAllBytes(Snapshots.write(directory, SIZE, 0, "v1.37.0", Snapshots.CA));
        put("demo-control-plane2", "/var/lib/minik/backup/snapshot.db", snapshot);
        var file = directory.resolve("demo.db");

        var saved = backups.save(NAME, file, false);

        assertEquals(new Backups.Saved(file, SIZE + 32, 1169, 512, "demo-control-plane2"), saved);
        assertArrayEquals(snapshot, Files.readAllBytes(file));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertTrue(steps.contains("demo-control-plane2 tidy"));
    }

    @Test
    void whatAKilledProcessLeftOfTheFileIsRemovedAndNothingElse() throws IOException {
        var snapshot = Files.readAllBytes(Snapshots.write(directory, SIZE, 0, "v1.37.0", Snapshots.CA));
        put("demo-control-plane", "/var/lib/minik/backup/snapshot.db", snapshot);
        var left = Files.writeString(directory.resolve(".demo.db.123.part"), "half");
        var written = Files.writeString(directory.resolve(".demo.db.456.part"), "more");
        var others = List.of(".demo.db.part", ".demo.db.x.part", ".other.db.123.part");
        for (String other : others) {
            Files.writeString(directory.resolve(other), "somebody else's");
        }

        try (var channel = FileChannel.open(written, StandardOpenOption.WRITE);
                var lock = channel.lock()) {
            assertTrue(lock.isValid());
            backups.save(NAME, directory.resolve("demo.db"), false);
        }

        assertFalse(Files.exists(left));
        assertEquals("more", Files.readString(written));
        for (String other : others) {
            assertTrue(Files.exists(directory.resolve(other)), other);
        }
        assertArrayEquals(snapshot, Files.readAllBytes(directory.resolve("demo.db")));
    }

    @Test
    void aBrokenSnapshotNeverGetsTheName() throws IOException {
        var snapshot = Files.readAllBytes(Snapshots.write(directory, SIZE, 0, "v1.37.0", Snapshots.CA));
        snapshot[17] ^= 1;
        put("demo-control-plane", "/var/lib/minik/backup/snapshot.db", snapshot);

        assertThrows(MinikException.class, () -> backups.save(NAME, directory.resolve("demo.db"), false));

        try (var files = Files.list(directory)) {
            assertFalse(files.anyMatch(file -> file.toString().contains("demo.db")));
        }
        assertTrue(steps.contains("demo-control-plane tidy"));
    }

    @Test
    void aFileThatExistsIsKept() throws IOException {
        var file = Files.writeString(directory.resolve("demo.db"), "precious");

        var refused = assertThrows(MinikException.class, () -> backups.save(NAME, file, false));

        assertEquals(ExitCode.EXISTS_OR_NOT_FOUND, refused.exitCode());
        assertEquals("precious", Files.readString(file));
        assertTrue(steps.isEmpty());
    }

    @Test
    void withoutAHealthyMemberNothingIsSaved() {
        failing.addAll(List.of("demo-control-plane member_answers", "demo-control-plane2 member_answers"));

        var refused = assertThrows(MinikException.class, () -> backups.save(NAME, directory.resolve("demo.db"), false));

        assertEquals(ExitCode.WRONG_STATE, refused.exitCode());
        assertTrue(refused.details().toString().contains("last words"));
    }

    @Test
    void nothingIsStoppedBeforeAllMembersHaveTheirData() throws IOException {
        failing.add("demo-control-plane2 stage");

        var failure = assertThrows(MinikException.class, () -> restore("v1.37.0", Snapshots.CA));

        assertEquals("node demo-control-plane2: last words", failure.message());
        assertTrue(steps.contains("demo-control-plane unstage"));
        assertFalse(steps.stream().anyMatch(step -> step.endsWith(" halt")), steps::toString);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cat: write error: No space left on device",
                "Error: write /var/lib/minik/backup/snapshot.db.part: no space left on device",
                "no space left on device: /var/lib/etcd has 12 MiB, 300 MiB are needed",
                "cat: write error: Disk quota exceeded"
            })
    void aFullDiskOfANodeIsToldAndNothingIsStopped(String words) throws IOException {
        said = words;
        failing.add("demo-control-plane stage");

        var failure = assertThrows(MinikException.class, () -> restore("v1.37.0", Snapshots.CA));

        assertEquals(ExitCode.FAILED, failure.exitCode());
        assertEquals("node demo-control-plane: " + words, failure.message());
        assertEquals("make room on the engine's host, then repeat the command", failure.remedy());
        assertTrue(steps.containsAll(List.of("demo-control-plane unstage", "demo-control-plane2 unstage")));
        assertFalse(steps.stream().anyMatch(step -> step.endsWith(" halt")), steps::toString);
    }

    @Test
    void whatASaveHasLeftOnAFullDiskIsRemoved() {
        said = "Error: write /var/lib/minik/backup/snapshot.db.part: no space left on device";
        failing.add("demo-control-plane save");

        var failure = assertThrows(MinikException.class, () -> backups.save(NAME, directory.resolve("demo.db"), false));

        assertTrue(failure.remedy().contains("make room"), failure::remedy);
        assertTrue(steps.contains("demo-control-plane tidy"));
        assertFalse(Files.exists(directory.resolve("demo.db")));
    }

    @Test
    void aMemberThatDoesNotStartHasTheOldStatePutBackEverywhere() {
        failing.add("demo-control-plane2 member_answers");

        var failure = assertThrows(MinikException.class, () -> restore("v1.37.0", Snapshots.CA));

        var all = List.copyOf(steps);
        for (String node : List.of("demo-control-plane", "demo-control-plane2")) {
            assertTrue(all.lastIndexOf(node + " halt") > all.indexOf(node + " swap"), all::toString);
            assertTrue(all.indexOf(node + " back") > all.lastIndexOf(node + " halt"), all::toString);
            assertTrue(all.lastIndexOf(node + " run") > all.indexOf(node + " back"), all::toString);
            assertFalse(all.contains(node + " drop"), all::toString);
        }
        assertTrue(
                failure.details().contains("the cluster has the state that it had before"),
                failure.details()::toString);
    }

    @Test
    void whatCannotBePutBackIsToldWithWhatToDo() {
        failing.addAll(List.of("demo-control-plane2 member_answers", "demo-control-plane back"));

        var failure = assertThrows(MinikException.class, () -> restore("v1.37.0", Snapshots.CA));

        assertTrue(failure.details().toString().contains("repeat 'minik restore backup'"), failure.details()::toString);
    }

    @Test
    void anotherClustersStateIsRefused() {
        var refused = assertThrows(MinikException.class, () -> restore("v1.37.0", Snapshots.OTHER_CA));

        assertEquals(ExitCode.WRONG_STATE, refused.exitCode());
        assertFalse(steps.stream().anyMatch(step -> step.endsWith(" stage")), steps::toString);
    }

    @Test
    void anotherVersionsStateIsRefused() {
        var refused = assertThrows(MinikException.class, () -> restore("v1.36.3", Snapshots.CA));

        assertEquals(ExitCode.WRONG_STATE, refused.exitCode());
        assertTrue(refused.message().contains("v1.36"), refused::message);
    }

    @Test
    void allNodesMustRun() {
        engine.crash("demo-worker");

        var refused = assertThrows(MinikException.class, () -> restore("v1.37.0", Snapshots.CA));

        assertEquals(ExitCode.WRONG_STATE, refused.exitCode());
        assertTrue(refused.message().contains("demo-worker"), refused::message);
        assertTrue(steps.isEmpty());
    }

    @Test
    void membersOnNodesOfTheirOwnAreThoseThatAreReplaced() {
        engine.startContainer(engine.createContainer(ContainerSpec.of("demo-etcd", "node")
                .labels(Map.of(Labels.CLUSTER, "demo", Labels.KIND, Labels.KIND_ETCD))
                .build()));
        failing.add("demo-control-plane api_answers");

        assertThrows(MinikException.class, () -> restore("v1.37.0", Snapshots.CA));

        assertTrue(steps.containsAll(List.of("demo-etcd swap", "demo-etcd halt", "demo-control-plane halt")));
        assertFalse(steps.contains("demo-control-plane swap"));
        assertFalse(steps.contains("demo-worker halt"));
    }

    private void restore(String version, String ca) throws IOException {
        var file = Snapshots.write(directory, SIZE, 0, version, ca);
        backups.restore(NAME, file, false, Duration.ZERO);
    }
}
