package dev.minik.image.program;

import dev.minik.digest.Sha256;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * Downloads files that are published with a {@code .sha256} beside them. What was received before an interruption is kept and
 * continued, also by a later run.
 */
public final class Downloader {
    /** Where Kubernetes publishes its releases. */
    public static final URI KUBERNETES_RELEASES = URI.create("https://dl.k8s.io/release/");

    private static final Duration PROBE = Duration.ofSeconds(4);
    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final Duration WHOLE_FILE = Duration.ofMinutes(20);
    private static final int ATTEMPTS = 4;
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    private final URI base;
    private final Path partial;
    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(PROBE)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();

    /**
     * Makes a downloader.
     *
     * @param base what paths are resolved against, ending with a slash
     * @param partial a directory that keeps what was received of unfinished downloads
     */
    public Downloader(URI base, Path partial) {
        this.base = base;
        this.partial = partial;
    }

    /** Returns whether a file can be had now. */
    public boolean isThere(String path) {
        var request = HttpRequest.newBuilder(base.resolve(path))
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .timeout(PROBE)
                .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    /** Downloads a file, checks it, and returns {@code target}. */
    public Path download(String path, Path target) {
        try {
            Files.createDirectories(partial);
            var digest = digest(path);
            // Named by digest: a file that has changed at its origin is not continued with the rest of another.
            var part = partial.resolve(digest);
            receive(path, part);
            if (!Sha256.of(part).equals(digest)) {
                Files.delete(part);
                throw failure(path, "what was received does not have the published SHA-256 digest");
            }
            return Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw failure(path, String.valueOf(e.getMessage())).causedBy(e);
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private String digest(String path) throws IOException, InterruptedException {
        var response = client.send(request(path + ".sha256").build(), HttpResponse.BodyHandlers.ofString());
        var digest = response.body().strip().split("\\s+", 2)[0];
        if (response.statusCode() != 200 || !DIGEST.matcher(digest).matches()) {
            throw failure(path, "no SHA-256 digest is published beside it (HTTP %d)".formatted(response.statusCode()));
        }
        return digest;
    }

    private void receive(String path, Path part) throws IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                receiveOnce(path, part);
                return;
            } catch (IOException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private void receiveOnce(String path, Path part) throws IOException, InterruptedException {
        var have = Files.exists(part) ? Files.size(part) : 0;
        var request = request(path);
        if (have > 0) {
            request.header("Range", "bytes=%d-".formatted(have));
        }
        var receiving = client.sendAsync(request.build(), response -> body(response.statusCode(), part));
        try {
            // A request's own timeout ends with the headers; this one bounds the content as well.
            var status = receiving.get(WHOLE_FILE.toSeconds(), TimeUnit.SECONDS).statusCode();
            // 416: nothing is left to send. The digest tells whether what is there is right.
            if (status != 200 && status != 206 && status != 416) {
                throw failure(path, "HTTP %d".formatted(status));
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("not received within %d minutes".formatted(WHOLE_FILE.toMinutes()), e);
        } finally {
            receiving.cancel(true);
        }
    }

    private static HttpResponse.BodySubscriber<Path> body(int status, Path part) {
        return switch (status) {
            case 200 ->
                HttpResponse.BodySubscribers.ofFile(
                        part,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE);
            case 206 -> HttpResponse.BodySubscribers.ofFile(part, StandardOpenOption.APPEND, StandardOpenOption.WRITE);
            default -> HttpResponse.BodySubscribers.replacing(part);
        };
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path)).timeout(ANSWER);
    }

    private MinikException failure(String path, String reason) {
        return MinikException.of(
                ExitCode.FAILED,
                "cannot download %s: %s".formatted(base.resolve(path), reason),
                "Check the network, or compile with --source go-modules");
    }

    private static MinikException interrupted() {
        Thread.currentThread().interrupt();
        return MinikException.of(
                ExitCode.INTERRUPTED, "the download was interrupted", "Run the command again: it continues");
    }
}
