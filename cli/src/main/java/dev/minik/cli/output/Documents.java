package dev.minik.cli.output;

import dev.minik.cluster.Clusters.Bare;
import dev.minik.cluster.Clusters.ClusterStatus;
import dev.minik.cluster.Clusters.ClusterSummary;
import dev.minik.cluster.Clusters.Created;
import dev.minik.cluster.Clusters.NodeHealth;
import dev.minik.cluster.Clusters.NodeSummary;
import dev.minik.cluster.Clusters.Usable;
import dev.minik.cluster.apply.Difference;
import dev.minik.cluster.backup.Backups.Saved;
import dev.minik.cluster.image.ClusterImages.Loaded;
import dev.minik.cluster.image.ClusterImages.LoadedImage;
import dev.minik.cluster.image.ClusterImages.NodeImage;
import dev.minik.cluster.image.ClusterImages.NodeLoad;
import dev.minik.cluster.port.Ports.PublishedPort;
import dev.minik.cluster.registry.Registries.RegistrySummary;
import dev.minik.cluster.upgrade.ClusterUpgrades;
import dev.minik.doctor.Finding;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The runtime's records as ordered maps. The keys are part of the command line's interface: scripts read them. */
public final class Documents {
    private Documents() {}

    /** Returns a cluster of a list. */
    public static Map<String, Object> of(ClusterSummary cluster) {
        var map = new LinkedHashMap<String, Object>();
        map.put("name", cluster.name());
        map.put("state", cluster.state());
        map.put("kubernetesVersion", cluster.kubernetesVersion());
        map.put("controlPlanes", cluster.controlPlanes());
        map.put("workers", cluster.workers());
        map.put("endpoint", cluster.endpoint());
        map.put("bare", cluster.bare());
        return map;
    }

    /** Returns a node of a list. */
    public static Map<String, Object> of(NodeSummary node) {
        var map = new LinkedHashMap<String, Object>();
        map.put("name", node.name());
        map.put("cluster", node.cluster());
        map.put("role", node.role());
        map.put("state", node.state());
        map.put("address", node.address());
        map.put("kubernetesVersion", node.kubernetesVersion());
        map.put("image", node.image());
        return map;
    }

    /** Returns a cluster's state of health. */
    public static Map<String, Object> of(ClusterStatus status) {
        var map = new LinkedHashMap<String, Object>();
        map.put("name", status.name());
        map.put("state", status.state());
        map.put("ready", status.ready());
        map.put("nodes", status.nodes().stream().map(Documents::of).toList());
        map.put("problems", status.problems());
        return map;
    }

    /** Returns a node's state of health. */
    public static Map<String, Object> of(NodeHealth node) {
        var map = new LinkedHashMap<String, Object>();
        map.put("name", node.name());
        map.put("role", node.role());
        map.put("container", node.container());
        map.put("ready", node.ready());
        map.put("message", node.message());
        return map;
    }

    /** Returns how a cluster differs from how it is wanted. */
    public static Map<String, Object> of(Difference difference) {
        var map = new LinkedHashMap<String, Object>();
        map.put("place", difference.place());
        map.put("before", difference.before());
        map.put("after", difference.after());
        map.put("by", difference.remedy().text());
        return map;
    }

    /** Returns a step of an upgrade. */
    public static Map<String, Object> of(ClusterUpgrades.Step step) {
        var map = new LinkedHashMap<String, Object>();
        map.put("node", step.node());
        map.put("action", step.action());
        return map;
    }

    /** Returns what was created. */
    public static Map<String, Object> of(Created created) {
        var map = new LinkedHashMap<String, Object>();
        map.put("name", created.name().value());
        if (created.outcome() instanceof Usable usable) {
            map.put("kubeconfig", usable.kubeconfig().toString());
            map.put("context", usable.context());
        } else if (created.outcome() instanceof Bare bare) {
            map.put("bare", true);
            map.put("nodes", bare.nodes());
            map.put("init", bare.init());
        }
        map.put("tookMillis", created.took().toMillis());
        return map;
    }

    /** Returns a published port. */
    public static Map<String, Object> of(PublishedPort port) {
        var map = new LinkedHashMap<String, Object>();
        map.put("hostAddress", port.hostAddress());
        map.put("hostPort", port.hostPort());
        map.put("protocol", port.protocol().lower());
        map.put("kind", port.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        map.put("node", port.node());
        map.put("nodePort", port.nodePort());
        map.put("state", port.state());
        return map;
    }

    /** Returns where a published port listens: {@code 127.0.0.1:8080/tcp}. */
    public static String listener(PublishedPort port) {
        var address = port.hostAddress();
        return "%s:%d/%s"
                .formatted(
                        address.contains(":") ? "[" + address + "]" : address,
                        port.hostPort(),
                        port.protocol().lower());
    }

    /** Returns a backup that was saved. */
    public static Map<String, Object> of(Saved saved) {
        var map = new LinkedHashMap<String, Object>();
        map.put("file", saved.file().toString());
        map.put("bytes", saved.bytes());
        map.put("revision", saved.revision());
        map.put("keys", saved.keys());
        map.put("member", saved.member());
        return map;
    }

    /** Returns a registry. */
    public static Map<String, Object> of(RegistrySummary registry) {
        var map = new LinkedHashMap<String, Object>();
        map.put("name", registry.name());
        map.put("state", registry.state());
        map.put("host", registry.host());
        map.put("inside", registry.inside());
        map.put("upstream", registry.upstream());
        map.put("clusters", registry.clusters());
        map.put("image", registry.image());
        return map;
    }

    /** Returns an image in nodes. */
    public static Map<String, Object> of(NodeImage image) {
        var map = new LinkedHashMap<String, Object>();
        map.put("name", image.name());
        map.put("id", image.id());
        map.put("sizeBytes", image.sizeBytes());
        map.put("nodes", image.nodes());
        return map;
    }

    /** Returns what a load did. */
    public static Map<String, Object> of(Loaded loaded) {
        var map = new LinkedHashMap<String, Object>();
        map.put("images", loaded.images().stream().map(Documents::of).toList());
        map.put("nodes", loaded.nodes().stream().map(Documents::of).toList());
        return map;
    }

    private static Map<String, Object> of(LoadedImage image) {
        var map = new LinkedHashMap<String, Object>();
        map.put("names", image.names());
        map.put("id", image.id());
        map.put("sizeBytes", image.sizeBytes());
        return map;
    }

    private static Map<String, Object> of(NodeLoad load) {
        var map = new LinkedHashMap<String, Object>();
        map.put("node", load.node());
        map.put("movedBytes", load.movedBytes());
        map.put("totalBytes", load.totalBytes());
        return map;
    }

    /** Returns a finding about the host. */
    public static Map<String, Object> of(Finding finding) {
        var map = new LinkedHashMap<String, Object>();
        map.put("level", finding.level().name().toLowerCase(Locale.ROOT));
        map.put("subject", finding.subject());
        map.put("message", finding.message());
        map.put("remedy", finding.remedy());
        return map;
    }
}
