package dev.minik.cluster.apply;

import dev.minik.cluster.apply.Difference.Remedy;
import dev.minik.cluster.port.Ports.Kind;
import dev.minik.cluster.port.Ports.PublishedPort;
import dev.minik.config.ClusterConfig;
import dev.minik.config.Cni;
import dev.minik.config.NodeConfig;
import dev.minik.config.NodeConfig.Taint;
import dev.minik.kube.KubeApi.NodeMarks;
import dev.minik.model.RegistryName;
import dev.minik.model.Role;
import dev.minik.plan.NodePlan;
import dev.minik.record.ClusterRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A cluster beside how it is wanted. Nodes are compared in the order of their numbers, those of each role by themselves. Pure.
 *
 * @param record what the cluster keeps of itself
 * @param live labels and taints of its nodes as the API server has them
 * @param published the ports that are published of it
 * @param wanted how it is wanted
 */
record Comparison(
        ClusterRecord record, Map<String, NodeMarks> live, List<PublishedPort> published, ClusterConfig wanted) {
    private static final String HIDDEN = "(secret)";

    /** What the command line decides, or what differs by being left open. */
    private static final Set<String> NOT_COMPARED =
            Set.of("name", "nodes", "kubernetesVersion", "registries", "localRegistries", "bare", "tuning");

    /** What is said of a node that can be changed while it lives, or is left open. */
    private static final Set<String> CHANGED_LIVE = Set.of("role", "labels", "taints", "extraPortMappings", "image");

    /**
     * A node that is there and is to stay.
     *
     * @param index its place in record and plan
     * @param name its name
     * @param before how it was wanted
     * @param after how it is wanted now
     */
    record Pair(int index, String name, NodeConfig before, NodeConfig after) {}

    /** Returns the nodes that are there and are to stay. */
    List<Pair> pairs() {
        return Stream.of(Role.values())
                .flatMap(role -> {
                    var there = there(role);
                    var wish = wish(role);
                    return Stream.iterate(0, i -> i < Math.min(there.size(), wish.size()), i -> i + 1)
                            .map(i -> {
                                int index = there.get(i);
                                return new Pair(
                                        index,
                                        name(index),
                                        record.config().nodes().get(index),
                                        wish.get(i));
                            });
                })
                .toList();
    }

    /** Returns the nodes that are wanted and not there. */
    List<NodeConfig> missing() {
        return Stream.of(Role.values())
                .flatMap(role -> wish(role).stream().skip(there(role).size()))
                .toList();
    }

    /** Returns the names of nodes that are there and not wanted: the last of each role. */
    List<String> surplus() {
        return Stream.of(Role.values())
                .flatMap(role -> there(role).stream().skip(wish(role).size()))
                .map(this::name)
                .toList();
    }

    private List<Integer> there(Role role) {
        var nodes = record.plan().nodes();
        return Stream.iterate(0, i -> i < nodes.size(), i -> i + 1)
                .filter(i -> nodes.get(i).role() == role)
                .sorted(Comparator.<Integer>comparingInt(
                                i -> nodes.get(i).name().length())
                        .thenComparing(i -> nodes.get(i).name()))
                .toList();
    }

    private List<NodeConfig> wish(Role role) {
        return wanted.nodes().stream().filter(node -> node.role() == role).toList();
    }

    private String name(int index) {
        return record.plan().nodes().get(index).name();
    }

    /** Returns everything that differs. */
    List<Difference> differences() {
        var all = new ArrayList<Difference>();
        version().ifPresent(all::add);
        ClusterRecord.differences(record.config(), wanted, NOT_COMPARED).forEach((place, values) -> {
            if (!keepsManifest() || !place.equals("networking.cniManifest")) {
                all.add(new Difference(place, values.before(), values.after(), Remedy.NEW_CLUSTER));
            }
        });
        if (registriesDiffer()) {
            all.add(new Difference("registries", hosts(record.config()), hosts(wanted), Remedy.APPLY));
        }
        if (localRegistriesDiffer()) {
            all.add(new Difference("localRegistries", locals(record.config()), locals(wanted), Remedy.APPLY));
        }
        for (Pair pair : pairs()) {
            image(pair).ifPresent(all::add);
            ClusterRecord.differences(pair.before(), pair.after(), CHANGED_LIVE)
                    .forEach((place, values) -> all.add(new Difference(
                            pair.name() + "." + place,
                            place.startsWith("files") ? HIDDEN : values.before(),
                            place.startsWith("files") ? HIDDEN : values.after(),
                            Remedy.NEW_NODE)));
            labels(pair)
                    .forEach((key, value) -> all.add(new Difference(
                            pair.name() + ".labels." + key,
                            marks(pair).labels().getOrDefault(key, ""),
                            value.orElse(""),
                            Remedy.APPLY)));
            ports(pair)
                    .missing()
                    .forEach(port -> all.add(
                            new Difference(pair.name() + ".extraPortMappings", "", port.toString(), Remedy.APPLY)));
            ports(pair)
                    .surplus()
                    .forEach(port -> all.add(new Difference(
                            pair.name() + ".extraPortMappings",
                            "%d:%d/%s"
                                    .formatted(
                                            port.hostPort(),
                                            port.nodePort(),
                                            port.protocol().lower()),
                            "",
                            port.kind() == Kind.FORWARDER ? Remedy.APPLY : Remedy.NEW_NODE)));
            if (!taints(pair).equals(marks(pair).taints())) {
                all.add(new Difference(
                        pair.name() + ".taints", text(marks(pair).taints()), text(taints(pair)), Remedy.APPLY));
            }
        }
        missing().forEach(node -> all.add(new Difference("nodes", "", "one more " + node.role(), Remedy.APPLY)));
        surplus().forEach(name -> all.add(new Difference("nodes", name, "", Remedy.APPLY)));
        return all;
    }

    /** Returns whether the network was and is to be what a manifest says: then its text counts, not where it lies. */
    boolean keepsManifest() {
        return Stream.of(record.config(), wanted)
                .allMatch(config -> config.networking().cni().manifest() == Cni.Manifest.GIVEN);
    }

    /** Returns whether nodes are to reach registries otherwise. */
    boolean registriesDiffer() {
        return !record.config().registries().equals(wanted.registries());
    }

    /** Returns whether it is to use other registries of minik's own. */
    boolean localRegistriesDiffer() {
        return !record.config().localRegistries().equals(wanted.localRegistries());
    }

    private static String locals(ClusterConfig config) {
        return String.join(
                ", ", config.localRegistries().stream().map(RegistryName::value).toList());
    }

    /** Returns the ports of a node. */
    NodePorts ports(Pair pair) {
        return new NodePorts(pair.name(), pair.before(), pair.after(), published);
    }

    private static String hosts(ClusterConfig config) {
        return String.join(
                ", ", config.registries().stream().map(one -> one.host()).toList());
    }

    private Optional<Difference> version() {
        var now = record.plan().kubernetesVersion();
        return wanted.kubernetesVersion()
                .filter(version -> !version.equals(now))
                .map(version ->
                        new Difference("kubernetesVersion", now.toString(), version.toString(), Remedy.UPGRADE));
    }

    private Optional<Difference> image(Pair pair) {
        NodePlan plan = record.plan().nodes().get(pair.index());
        return pair.after()
                .image()
                .filter(image -> !image.equals(plan.image().reference()))
                .map(image ->
                        new Difference(pair.name() + ".image", plan.image().reference(), image, Remedy.NEW_NODE));
    }

    /** Returns whether a node has other labels or taints than it is to have. */
    boolean marksDiffer(Pair pair) {
        return !labels(pair).isEmpty() || !taints(pair).equals(marks(pair).taints());
    }

    /** Returns the labels to change: a value to set, or empty for one to take away. */
    Map<String, Optional<String>> labels(Pair pair) {
        var keys = new TreeSet<>(pair.before().labels().keySet());
        keys.addAll(pair.after().labels().keySet());
        var changes = new TreeMap<String, Optional<String>>();
        for (String key : keys) {
            var now = Optional.ofNullable(marks(pair).labels().get(key));
            var then = Optional.ofNullable(pair.after().labels().get(key));
            if (!now.equals(then)) {
                changes.put(key, then);
            }
        }
        return changes;
    }

    /** Returns the taints that a node is to have: others' stay as they are. */
    List<Taint> taints(Pair pair) {
        var taints = new ArrayList<>(marks(pair).taints());
        taints.removeIf(taint -> pair.before().taints().stream().anyMatch(taint::isSameAs)
                && pair.after().taints().stream().noneMatch(taint::equals));
        for (Taint taint : pair.after().taints()) {
            if (!taints.contains(taint)) {
                taints.removeIf(taint::isSameAs);
                taints.add(taint);
            }
        }
        return taints;
    }

    private NodeMarks marks(Pair pair) {
        return Objects.requireNonNullElse(live.get(pair.name()), NodeMarks.NONE);
    }

    private static String text(List<Taint> taints) {
        return String.join(", ", taints.stream().map(Taint::toString).toList());
    }
}
