package dev.minik.image;

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
}
