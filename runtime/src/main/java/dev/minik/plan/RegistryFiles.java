package dev.minik.plan;

import dev.minik.config.NodeConfig.NodeFile;
import dev.minik.config.RegistryConfig;
import dev.minik.config.RegistryConfig.Credentials;
import dev.minik.patch.ContainerdPatches;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Writes what containerd is told of a registry.
 *
 * @see <a href="https://github.com/containerd/containerd/blob/main/docs/hosts.md">containerd's hosts.toml</a>
 */
public final class RegistryFiles {
    private static final int READABLE = 0644;
    /** It may hold a password. */
    private static final int SECRET = 0600;

    /** containerd looks there by itself from 2.2 on only. */
    private static final ContainerdPatches NAME_DIRECTORY =
            new ContainerdPatches(List.of("""
            [plugins."io.containerd.grpc.v1.cri".registry]
              config_path = "%s"
            """.formatted(RegistryConfig.DIRECTORY)), List.of());

    private RegistryFiles() {}

    /** Returns the files of a node for these registries. */
    public static List<NodeFile> of(List<RegistryConfig> registries) {
        var files = new ArrayList<NodeFile>();
        for (var registry : registries) {
            files.add(new NodeFile(path(registry, "hosts.toml"), SECRET, hosts(registry)));
            registry.ca().ifPresent(ca -> files.add(new NodeFile(path(registry, "ca.crt"), READABLE, ca)));
        }
        return files;
    }

    /** Returns a configuration of containerd that names the directory of these files. */
    public static String nameDirectory(String containerdConfig) {
        return NAME_DIRECTORY.apply(containerdConfig).result();
    }

    private static String path(RegistryConfig registry, String file) {
        return registry.directory() + "/" + file;
    }

    /**
     * The registry itself is asked last. It goes without an address here: containerd knows under which name Docker's serves, and tries
     * HTTP on ports of localhost as well.
     */
    private static String hosts(RegistryConfig registry) {
        if (registry.mirrors().isEmpty()) {
            return trust(registry) + access(registry, "");
        }
        // tables end where the next one begins, so what is said of the registry itself comes first
        var text = new StringBuilder(ca(registry));
        for (var mirror : registry.mirrors()) {
            var table = "host." + quoted(mirror);
            text.append("[").append(table).append("]\n");
            text.append("capabilities = [\"pull\", \"resolve\"]\n");
            var address = URI.create(mirror);
            if (address.getPath().length() > 1) {
                // otherwise /v2 is added to it
                text.append("override_path = true\n");
            }
            if (address.getScheme().equals("https")) {
                // of HTTP containerd would try TLS first
                text.append(trust(registry));
            }
            text.append(access(registry, table + "."));
        }
        return text.toString();
    }

    private static String trust(RegistryConfig registry) {
        return ca(registry) + (registry.skipVerify() ? "skip_verify = true\n" : "");
    }

    private static String ca(RegistryConfig registry) {
        return registry.ca().isPresent() ? "ca = " + quoted(path(registry, "ca.crt")) + "\n" : "";
    }

    /** containerd replaces this header by a token's where a registry wants one, but only if it is written like this. */
    private static String access(RegistryConfig registry, String prefix) {
        return registry.credentials()
                .map(user -> "[%sheader]\nAuthorization = %s\n".formatted(prefix, quoted(basic(user))))
                .orElse("");
    }

    private static String basic(Credentials user) {
        var pair = user.username() + ":" + user.password();
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
