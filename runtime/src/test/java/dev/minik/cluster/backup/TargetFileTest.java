package dev.minik.cluster.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TargetFileTest {
    @Test
    void onAFullDiskTheOldFileStaysAndNothingBesideIt(@TempDir Path directory) throws IOException {
        var file = Files.writeString(directory.resolve("demo.db"), "precious");

        var failure = assertThrows(
                MinikException.class,
                () -> new TargetFile(file, true)
                        .write(
                                out -> {
                                    try {
                                        out.write(new byte[4096]);
                                        throw new IOException("No space left on device");
                                    } catch (IOException e) {
                                        throw new UncheckedIOException(e);
                                    }
                                },
                                path -> path));

        assertEquals(ExitCode.FAILED, failure.exitCode());
        assertEquals("cannot write %s: No space left on device".formatted(file), failure.message());
        assertEquals("make room, or name another file", failure.remedy());
        assertEquals("precious", Files.readString(file));
        try (var files = Files.list(directory)) {
            assertEquals(List.of(file), files.toList());
        }
    }
}
