package dev.minik.image;

import dev.minik.engine.Engine;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.image.program.Downloader;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What a builder needs to know of the machine it runs on.
 *
 * @param cache where results are kept
 * @param etcApt where the machine's package sources are
 * @param debianMirror a Debian archive to use instead of the machine's own
 * @param releases where Kubernetes' releases are downloaded from, ending with a slash
 * @param architecture what programs compiled here are for
 * @param root whether this process has root's rights
 */
public record BuildSettings(
        Path cache, Path etcApt, Optional<String> debianMirror, URI releases, Architecture architecture, boolean root) {

    /**
     * Returns the settings of this machine: {@code XDG_CACHE_HOME} and {@code MINIK_DEBIAN_MIRROR} of the environment are heeded.
     *
     * @param environment the environment variables
     * @param home the user's home directory
     */
    public static BuildSettings of(Map<String, String> environment, Path home) {
        var configured = environment.getOrDefault("XDG_CACHE_HOME", "");
        // The XDG specification: a relative path is to be ignored.
        var caches = configured.startsWith("/") ? Path.of(configured) : home.resolve(".cache");
        return new BuildSettings(
                caches.resolve("minik").resolve("node-image"),
                Path.of("/etc/apt"),
                Optional.ofNullable(environment.get("MINIK_DEBIAN_MIRROR")).filter(mirror -> !mirror.isBlank()),
                Downloader.KUBERNETES_RELEASES,
                Architecture.ofHost(System.getProperty("os.arch", "")),
                "root".equals(System.getProperty("user.name")));
    }

    /** Fails when the engine's machine does not run what is compiled here. */
    public void checkEngine(Engine engine) {
        var theirs = engine.info().architecture();
        if (Architecture.ofHost(theirs) != architecture) {
            throw MinikException.of(
                    ExitCode.UNSUITABLE_HOST,
                    "the engine runs on %s, but programs are compiled for this host's %s"
                            .formatted(theirs, architecture.goName()),
                    "Build the image on a machine like the engine's, or name an image with --image");
        }
    }
}
