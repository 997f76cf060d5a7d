package dev.minik.network;

import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * The manifest of a pods' network that the user names.
 *
 * @param source its path or URL
 */
public record GivenManifest(String source) {
    /** Returns its text. Fails with {@link ExitCode#FAILED} when it cannot be had. */
    public String text() {
        try {
            var url = source.startsWith("https://") || source.startsWith("http://");
            return url
                    ? Http.get(URI.create(source), BodyHandlers.ofString(StandardCharsets.UTF_8))
                    : Files.readString(Path.of(source), StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            throw unavailable("there is no such file").causedBy(e);
        } catch (IOException e) {
            throw unavailable(Http.reason(e)).causedBy(e);
        } catch (IllegalArgumentException e) {
            throw unavailable(String.valueOf(e.getMessage())).causedBy(e);
        } catch (InterruptedException e) {
            throw MinikException.of(ExitCode.INTERRUPTED, "interrupted", "").causedBy(e);
        }
    }

    private MinikException unavailable(String why) {
        return MinikException.of(
                ExitCode.FAILED,
                "the network's manifest %s cannot be had: %s".formatted(source, why),
                "check networking.cni, or download the manifest and name the file");
    }
}
