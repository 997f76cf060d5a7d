package dev.minik.cli;

import dev.minik.cluster.ClusterNodes;
import dev.minik.config.NodeConfig;
import dev.minik.model.ClusterName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.NullMarked;

/** Keeps in mind which nodes were to be changed. */
@NullMarked
final class FakeClusterNodes implements ClusterNodes {
    final List<String> calls = new ArrayList<>();
    List<String> repaired = List.of();

    @Override
    public List<String> add(ClusterName name, List<NodeConfig> nodes, ChangeOptions options) {
        calls.add("add %s %s wait=%s"
                .formatted(
                        name,
                        nodes.stream()
                                .map(node -> node.role().text()
                                        + node.labels()
                                        + node.taints()
                                        + node.image().orElse(""))
                                .toList(),
                        options.timeout()));
        return nodes.stream().map(node -> name + "-" + node.role().text()).toList();
    }

    @Override
    public List<String> remove(ClusterName name, List<String> nodes, RemoveOptions options) {
        calls.add("remove %s %s drain=%s force=%s".formatted(name, nodes, options.drain(), options.force()));
        return nodes;
    }

    @Override
    public List<String> repair(ClusterName name, ChangeOptions options) {
        calls.add("repair " + name);
        return repaired;
    }

    @Override
    public void finish(ClusterName name, ChangeOptions options) {
        calls.add("finish " + name);
    }

    @Override
    public ClusterName clusterOf(Optional<ClusterName> named, List<String> nodes) {
        return named.orElse(new ClusterName("found"));
    }
}
