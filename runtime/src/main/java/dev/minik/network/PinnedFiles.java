package dev.minik.network;

import dev.minik.digest.Sha256;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.release.PinnedFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Files that others publish, each kept by its digest once it was downloaded. What has another digest than it should is neither kept nor
 * used, so it does not matter who sends it.
 */
final class PinnedFiles {
    private final Path directory;

    /** Keeps files in {@code directory}, which is made when there is something to keep. */
    PinnedFiles(Path directory) {
        this.directory = directory;
    }

    /**
     * Returns where a file is, which is downloaded if it is not there.
     *
     * @param what what it is for, as the beginning of a sentence
     * @param remedy what to do when it cannot be downloaded
     * @throws MinikException {@link ExitCode#FAILED} when it cannot be had, or is another one
     */
    Path get(PinnedFile file, String what, String remedy) {
        try {
            var kept = directory.resolve(file.sha256());
            if (!Files.exists(kept) || !Sha256.of(kept).equals(file.sha256())) {
                download(file, kept, what);
            }
            return kept;
        } catch (FileSystemException | UncheckedIOException e) {
            throw MinikException.of(
                            ExitCode.FAILED,
                            "%s cannot be kept in %s: %s".formatted(what, directory, e.getMessage()),
                            "make that directory readable and writable, or set XDG_CACHE_HOME")
                    .causedBy(e);
        } catch (IOException e) {
            throw MinikException.of(
                            ExitCode.FAILED,
                            "%s cannot be had from %s: %s".formatted(what, file.address(), Http.reason(e)),
                            remedy)
                    .causedBy(e);
        } catch (InterruptedException e) {
            throw MinikException.of(ExitCode.INTERRUPTED, "interrupted", "").causedBy(e);
        }
    }

    private void download(PinnedFile file, Path kept, String what) throws IOException, InterruptedException {
        Files.createDirectories(directory);
        var received = Files.createTempFile(directory, "received-", "");
        try {
            Http.get(file.address(), BodyHandlers.ofFile(received));
            var digest = Sha256.of(received);
            if (!digest.equals(file.sha256())) {
                throw MinikException.of(
                        ExitCode.FAILED,
                        "%s, as received from %s, has the SHA-256 digest %s instead of %s"
                                .formatted(what, file.address(), digest, file.sha256()),
                        "nothing of it was kept; look for what changes downloads on their way, such as a proxy,"
                                + " or let networking.cni name a manifest that you trust");
            }
            Files.move(received, kept, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(received);
        }
    }
}
