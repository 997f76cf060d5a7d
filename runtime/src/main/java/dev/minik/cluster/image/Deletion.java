package dev.minik.cluster.image;

import dev.minik.cluster.Tasks;
import dev.minik.cluster.image.ClusterImages.Deleted;
import dev.minik.cluster.image.ClusterImages.NodeImage;
import dev.minik.cluster.image.NodeStore.Stored;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Removes images from nodes, when nothing there needs them. */
final class Deletion {
    /** What kubeadm starts of: no node could get it again without a registry. */
    private static final Set<String> KUBERNETES = Set.of(
            "registry.k8s.io/pause",
            "registry.k8s.io/etcd",
            "registry.k8s.io/coredns/coredns",
            "registry.k8s.io/kube-apiserver",
            "registry.k8s.io/kube-controller-manager",
            "registry.k8s.io/kube-scheduler",
            "registry.k8s.io/kube-proxy");

    private final NodeStores stores;
    private final Tasks tasks;

    Deletion(NodeStores stores, Tasks tasks) {
        this.stores = stores;
        this.tasks = tasks;
    }

    /** Something to remove in a node. */
    private record Removal(NodeStore store, Stored image, String name, boolean whole) {}

    Deleted delete(List<NodeStore> nodes, List<String> names, boolean force) {
        var removals = new ArrayList<Removal>();
        for (var store : nodes) {
            for (var image : store.images()) {
                var called = names.stream().filter(image::isCalled).distinct().toList();
                boolean whole = called.contains(image.id()) || called.containsAll(image.names());
                if (!called.isEmpty() && whole) {
                    removals.add(new Removal(store, image, image.id(), true));
                } else {
                    called.forEach(name -> removals.add(new Removal(store, image, name, false)));
                }
            }
        }
        if (!force) {
            check(removals);
        }
        tasks.all(removals, removal -> stores.remove(removal.store(), removal.name(), removal.whole()));
        return new Deleted(
                names.stream().flatMap(name -> deleted(name, removals)).toList(),
                names.stream()
                        .filter(name -> nodes.stream()
                                .noneMatch(node -> node.images().stream().anyMatch(image -> image.isCalled(name))))
                        .toList());
    }

    private static Stream<NodeImage> deleted(String name, List<Removal> removals) {
        var own = removals.stream()
                .filter(removal -> removal.image().isCalled(name))
                .toList();
        if (own.isEmpty()) {
            return Stream.of();
        }
        var first = own.get(0).image();
        return Stream.of(new NodeImage(
                name.equals(first.id()) ? "" : name,
                first.id(),
                first.size(),
                own.stream().map(removal -> removal.store().node()).distinct().toList()));
    }

    /** Refuses what would break what runs, before anything is removed. */
    private void check(List<Removal> removals) {
        for (var removal : removals) {
            var image = removal.image();
            var own = image.names().stream()
                    .filter(name -> KUBERNETES.contains(repository(name)))
                    .findFirst();
            if (removal.whole() && (image.pinned() || own.isPresent())) {
                throw MinikException.of(
                        ExitCode.WRONG_STATE,
                        "%s belongs to Kubernetes itself, which node %s could not get again"
                                .formatted(
                                        own.orElse(removal.name()),
                                        removal.store().node()),
                        "Leave it there; --force deletes it all the same");
            }
        }
        var whole = removals.stream().filter(Removal::whole).toList();
        var asked = whole.stream().map(Removal::store).distinct().toList();
        var uses = asked.stream()
                .map(store -> tasks.start(() -> stores.uses(store)))
                .toList();
        for (int i = 0; i < asked.size(); i++) {
            var store = asked.get(i);
            for (var use : Tasks.await(uses.get(i))) {
                whole.stream()
                        .filter(removal -> removal.store().equals(store) && use.isOf(removal.image()))
                        .findFirst()
                        .ifPresent(removal -> {
                            throw MinikException.of(
                                    ExitCode.WRONG_STATE,
                                    "pod %s on node %s runs %s"
                                            .formatted(use.pod(), store.node(), shown(removal.image())),
                                    "Delete the pod first; --force deletes the image all the same");
                        });
            }
        }
    }

    private static String shown(Stored image) {
        return image.names().isEmpty() ? image.id() : image.names().get(0);
    }

    private static String repository(String name) {
        var path = name.contains("@") ? name.substring(0, name.indexOf('@')) : name;
        int tag = path.indexOf(':', path.lastIndexOf('/') + 1);
        return tag < 0 ? path : path.substring(0, tag);
    }
}
