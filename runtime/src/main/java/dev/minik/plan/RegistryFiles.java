package dev.minik.plan;

import dev.minik.config.NodeConfig.NodeFile;
import dev.minik.config.RegistryConfig;
import dev.minik.config.RegistryConfig.Credentials;
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
final class RegistryFiles {
    private static final int READABLE = 0644;
    /** It may hold a password. */
    private static final int SECRET = 0600;

    private RegistryFiles() {}

    /** Returns the files of a node for these registries. */
    static List<NodeFile> of(List<RegistryConfig> registries) {
        var files = new ArrayList<NodeFile>();
        for (var registry : registries) {
            files.add(new NodeFile(path(registry, "hosts.toml"), SECRET, hosts(registry)));
            registry.ca().ifPresent(ca -> files.add(new NodeFile(path(registry, "ca.crt"), READABLE, ca)));
        }
        return files;
    }

    private static String path(RegistryConfig registry, String file) {
        return registry.directory() + "/" + file;
    }

    /** The registry itself is asked last. */
    private static String hosts(RegistryConfig registry) {
        var text = new StringBuilder("server = " + quoted(server(registry.host())) + "\n");
        text.append(access(registry, ""));
        for (var mirror : registry.mirrors()) {
            var table = "host." + quoted(mirror);
            text.append("[").append(table).append("]\n");
            text.append("capabilities = [\"pull\", \"resolve\"]\n");
            var path = URI.create(mirror).getPath();
            if (path != null && path.length() > 1) {
                // otherwise /v2 is added to it
                text.append("override_path = true\n");
            }
            text.append(access(registry, table + "."));
        }
        return text.toString();
    }

    private static String access(RegistryConfig registry, String prefix) {
        var text = new StringBuilder();
        registry.ca()
                .ifPresent(ca -> text.append("ca = ")
                        .append(quoted(path(registry, "ca.crt")))
                        .append("\n"));
        if (registry.skipVerify()) {
            text.append("skip_verify = true\n");
        }
        registry.credentials()
                .ifPresent(
                        user -> text.append("[%sheader]%nauthorization = %s%n".formatted(prefix, quoted(basic(user)))));
        return text.toString();
    }

    private static String basic(Credentials user) {
        var pair = user.username() + ":" + user.password();
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    /** Docker's registry has another name than its images. */
    private static String server(String host) {
        return "https://" + (host.equals("docker.io") ? "registry-1.docker.io" : host);
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
