package dev.minik.cluster.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotFileTest {
    private static final int MEBIBYTE = 1 << 20;

    @TempDir
    Path directory = Path.of("");

    @Test
    void aWholeFileOfTheClusterIsKnown() throws IOException {
        var file = Snapshots.write(directory, MEBIBYTE, 4711, "v1.37.0", Snapshots.CA);

        var read = SnapshotFile.read(file, Snapshots.CA);

        assertEquals(new SnapshotFile(MEBIBYTE + 32, true, Set.of("v1.37")), read);
    }

    @Test
    void whatLiesAcrossTwoChunksIsFound() throws IOException {
        for (int before = 1; before < 200; before += 13) {
            var file = Snapshots.write(directory, 2 * MEBIBYTE, MEBIBYTE - before, "v1.36.3", Snapshots.CA);

            var read = SnapshotFile.read(file, Snapshots.CA);

            assertTrue(read.ofCluster(), "CA " + before + " bytes before the end of a chunk");
            assertEquals(Set.of("v1.36"), read.minors());
        }
    }

    @Test
    void anotherClustersFileIsTold() throws IOException {
        var file = Snapshots.write(directory, MEBIBYTE, 0, "v1.37.0", Snapshots.OTHER_CA);

        assertFalse(SnapshotFile.read(file, Snapshots.CA).ofCluster());
    }

    @Test
    void anyFlippedBitIsDamage() throws IOException {
        var file = Snapshots.write(directory, MEBIBYTE, 0, "v1.37.0", Snapshots.CA);
        var whole = Files.readAllBytes(file);
        for (int place : new int[] {0, 300_000, MEBIBYTE - 1, MEBIBYTE, whole.length - 1}) {
            var flipped = whole.clone();
            flipped[place] ^= 4;
            isDamaged(Files.write(file, flipped));
        }
    }

    @Test
    void aPartIsDamage() throws IOException {
        var file = Snapshots.write(directory, MEBIBYTE, 0, "v1.37.0", Snapshots.CA);
        var whole = Files.readAllBytes(file);
        for (int length : new int[] {0, 31, 32, 512, MEBIBYTE / 2 + 32, MEBIBYTE, whole.length - 1}) {
            isDamaged(Files.write(file, Arrays.copyOf(whole, length)));
        }
    }

    @Test
    void aFileThatIsNotThereIsNotFound() {
        var failure =
                assertThrows(MinikException.class, () -> SnapshotFile.read(directory.resolve("none.db"), Snapshots.CA));

        assertEquals(ExitCode.EXISTS_OR_NOT_FOUND, failure.exitCode());
    }

    private static void isDamaged(Path file) {
        var failure = assertThrows(MinikException.class, () -> SnapshotFile.read(file, Snapshots.CA));
        assertEquals(ExitCode.FAILED, failure.exitCode());
        assertTrue(failure.message().contains("is damaged"), failure::message);
    }
}
