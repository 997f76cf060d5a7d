package dev.minik.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.model.ClusterName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterLockTest {
    private static final ClusterName NAME = new ClusterName("demo");

    @TempDir
    Path directory = Path.of("");

    @Test
    void keepsTwoCommandsOnOneClusterApart() {
        var held = ClusterLock.take(directory, NAME);
        var failure = assertThrows(MinikException.class, () -> ClusterLock.take(directory, NAME));
        assertEquals(ExitCode.WRONG_STATE, failure.exitCode());
        ClusterLock.take(directory, new ClusterName("other")).close();

        held.close();
        ClusterLock.take(directory, NAME).close();
    }

    @Test
    void aPlaceThatCannotBeWrittenToIsNoBug() throws IOException {
        var file = Files.createFile(directory.resolve("file"));

        var failure = assertThrows(MinikException.class, () -> ClusterLock.take(file.resolve("locks"), NAME));

        assertEquals(ExitCode.FAILED, failure.exitCode());
        assertTrue(failure.remedy().contains(file.toString()), failure::remedy);
    }
}
