package dev.minik.plan;

import dev.minik.config.ClusterConfig;
import dev.minik.config.NodeConfig;
import dev.minik.config.NodeConfig.NodeFile;
import dev.minik.patch.ContainerdPatches;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What nodes begin with: variables and files.
 *
 * @param names those of all nodes
 */
record NodeContent(ClusterConfig config, NetworkPlan network, HostFacts host, List<String> names) {
    private static final String SYSTEMD_ENVIRONMENT = "/etc/systemd/system.conf.d/20-minik.conf";
    private static final int READABLE = 0644;
    private static final int SECRET = 0600;

    NodeContent {
        names = List.copyOf(names);
    }

    /** Returns the variables of a node. */
    Map<String, String> environment(NodeConfig node) {
        var environment = new LinkedHashMap<String, String>();
        environment.put("KUBECONFIG", "/etc/kubernetes/admin.conf");
        environment.putAll(environment());
        environment.putAll(node.environment());
        return environment;
    }

    /** Returns the variables that are the same for all. */
    Map<String, String> environment() {
        var environment = new LinkedHashMap<String, String>();
        config.networking()
                .dnsSearch()
                .ifPresent(domains -> environment.put("KIND_DNS_SEARCH", String.join(" ", domains)));
        environment.putAll(
                ProxyVariables.of(config.proxy().isPresent() ? config.proxy() : host.proxy(), insideOfCluster()));
        return environment;
    }

    private List<String> insideOfCluster() {
        var networking = config.networking();
        var inside = new ArrayList<String>();
        network.ranges().forEach(range -> inside.add(range.subnet().toString()));
        networking.podSubnets().forEach(subnet -> inside.add(subnet.toString()));
        networking.serviceSubnets().forEach(subnet -> inside.add(subnet.toString()));
        // names of nodes and of the endpoint have no dot; these have
        inside.addAll(List.of(".svc", "." + networking.dnsDomain(), ClusterPlanner.endpoint(config)));
        inside.addAll(names);
        config.localRegistries().forEach(registry -> inside.add(registry.container()));
        return inside;
    }

    /** Returns the files that a node begins with. */
    List<NodeFile> files(ImageFacts image, NodeConfig node) {
        var files = files(image);
        if (!node.environment().isEmpty()) {
            files.add(new NodeFile(SYSTEMD_ENVIRONMENT, SECRET, defaultEnvironment(node.environment())));
        }
        files.addAll(node.files());
        return files;
    }

    /** Returns what the image's containerd is told. */
    List<NodeFile> files(ImageFacts image) {
        var files = new ArrayList<>(RegistryFiles.of(config.registries()));
        image.containerdConfig()
                .map(this::containerdConfig)
                .ifPresent(text -> files.add(new NodeFile(ContainerdPatches.FILE, READABLE, text)));
        return files;
    }

    private String containerdConfig(String ofImage) {
        var text = config.registries().isEmpty() ? ofImage : RegistryFiles.nameDirectory(ofImage);
        return config.containerdPatches().apply(text).result();
    }

    /**
     * Returns what makes systemd hand variables on, as it does not with those of its own process.
     *
     * @see <a href="https://www.freedesktop.org/software/systemd/man/latest/systemd-system.conf.html">systemd-system.conf</a>
     */
    private static String defaultEnvironment(Map<String, String> variables) {
        var text = new StringBuilder("[Manager]\n");
        new TreeMap<>(variables)
                .forEach((name, value) -> text.append("DefaultEnvironment=\"%s=%s\"%n"
                        .formatted(
                                name,
                                value.replace("\\", "\\\\")
                                        .replace("\"", "\\\"")
                                        .replace("%", "%%"))));
        return text.toString();
    }
}
