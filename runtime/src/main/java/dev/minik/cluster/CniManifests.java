package dev.minik.cluster;

import dev.minik.config.Cni.Manifest;
import dev.minik.config.NetworkingConfig;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Fetches the manifest of a pods' network that the user names. */
public final class CniManifests {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Returns the manifest; empty where none is named. Fails with {@link ExitCode#FAILED} when it cannot be had. */
    public Optional<String> of(NetworkingConfig networking) {
        if (networking.cni().manifest() != Manifest.GIVEN) {
            return Optional.empty();
        }
        var source = networking.cniManifest();
        try {
            var url = source.startsWith("https://") || source.startsWith("http://");
            return Optional.of(url ? download(source) : Files.readString(Path.of(source), StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            throw unavailable(source, "there is no such file").causedBy(e);
        } catch (ConnectException e) {
            throw unavailable(source, "the server cannot be reached").causedBy(e);
        } catch (IOException | IllegalArgumentException e) {
            throw unavailable(source, String.valueOf(e.getMessage())).causedBy(e);
        } catch (InterruptedException e) {
            throw Tasks.interrupted(e);
        }
    }

    private static String download(String url) throws IOException, InterruptedException {
        var client = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .connectTimeout(PATIENCE)
                .build();
        var answer = client.send(
                HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE).build(),
                BodyHandlers.ofString(StandardCharsets.UTF_8));
        if (answer.statusCode() != 200) {
            throw new IOException("the server answers " + answer.statusCode());
        }
        return answer.body();
    }

    private static MinikException unavailable(String source, String why) {
        return MinikException.of(
                ExitCode.FAILED,
                "the network's manifest %s cannot be had: %s".formatted(source, why),
                "check networking.cni, or download the manifest and name the file");
    }
}
