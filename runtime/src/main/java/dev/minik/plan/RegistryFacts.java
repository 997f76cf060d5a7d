package dev.minik.plan;

import dev.minik.config.RegistryConfig;
import dev.minik.model.RegistryName;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A registry of minik's own that there is.
 *
 * @param name its name
 * @param port the port of the engine's host on which it is published
 * @param upstream the URL of what it is a cache of; empty for one that is pushed to
 */
public record RegistryFacts(RegistryName name, int port, Optional<String> upstream) {
    /** The port on which it listens in its container. */
    public static final int INNER_PORT = 5000;

    /** Names of the registry whose images' names need none. */
    private static final Set<String> HUB = Set.of("registry-1.docker.io", "index.docker.io", "docker.io");

    /** Returns it as names of images begin, on the engine's host and in the nodes of clusters that use it. */
    public String host() {
        return "localhost:" + port;
    }

    /** Returns host and port by which containers in the network of such a cluster reach it. */
    public String inside() {
        return name.container() + ":" + INNER_PORT;
    }

    /** Returns what nodes are told: where its own images are, and that it is asked first for those of its upstream. */
    public List<RegistryConfig> configs() {
        var configs = new ArrayList<RegistryConfig>();
        upstream.ifPresent(url -> configs.add(config(registry(url))));
        configs.add(config(host()));
        return configs;
    }

    private RegistryConfig config(String host) {
        return new RegistryConfig(host, List.of("http://" + inside()), Optional.empty(), false, Optional.empty());
    }

    /** Returns the registry that is reached by a URL, as names of images begin. */
    public static String registry(String url) {
        var authority = URI.create(url).getAuthority();
        return HUB.contains(authority) ? "docker.io" : authority;
    }
}
