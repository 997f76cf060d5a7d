package dev.minik.config;

import java.util.List;
import java.util.Optional;

/**
 * How nodes reach an image registry. Where it has mirrors, {@code skipVerify} and {@code credentials} are of those alone: no other is
 * to be told a mirror's password. Who wants the same for the registry itself names it as the last mirror.
 *
 * @param host the registry as image names have it, such as {@code docker.io} or {@code localhost:5000}
 * @param mirrors URLs of registries that are asked first, in their order; one with a path is asked below that path, without {@code /v2}
 * @param ca certificates of a CA, as PEM, that the registry and its mirrors may be certified by beside the system's
 * @param skipVerify whether certificates are not checked
 * @param credentials who asks, by Basic authentication or for a token; empty for nobody in particular
 * @see <a href="https://github.com/containerd/containerd/blob/main/docs/hosts.md">containerd's hosts.toml</a>
 */
public record RegistryConfig(
        String host, List<String> mirrors, Optional<String> ca, boolean skipVerify, Optional<Credentials> credentials) {
    /** Where nodes keep what containerd is told of registries. */
    public static final String DIRECTORY = "/etc/containerd/certs.d";

    /** Copies the list. */
    public RegistryConfig {
        mirrors = List.copyOf(mirrors);
    }

    /** Returns where nodes keep what containerd is told of this registry. */
    public String directory() {
        return DIRECTORY + "/" + host;
    }

    /** A user of a registry. */
    public record Credentials(String username, String password) {
        @Override
        public String toString() {
            return username;
        }
    }
}
