package dev.minik.release;

import java.util.Map;
import java.util.Optional;

/**
 * The Helm that renders charts where the host has none.
 *
 * @param version its version, such as {@code v4.3.0}
 * @param archives what it is published as, tar with gzip, by host: operating system and architecture as Go names them, such as {@code
 *     linux-amd64}
 * @see <a href="https://github.com/helm/helm/releases">its releases</a>
 */
public record HelmRelease(String version, Map<String, PinnedFile> archives) {
    /** Copies the archives. */
    public HelmRelease {
        archives = Map.copyOf(archives);
    }

    /** Returns what is published for a host; nothing for one that minik has no digest for. */
    public Optional<PinnedFile> archiveFor(String host) {
        return Optional.ofNullable(archives.get(host));
    }
}
