package dev.minik.cluster.backup;

import dev.minik.cluster.ClusterParts;
import dev.minik.engine.ContainerInfo;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.plan.NodePlan;
import dev.minik.record.ClusterRecord;
import dev.minik.yaml.Yaml;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes a restored state know the nodes that its cluster has now. A node that joined after the backup is not in it, and one that has been made
 * anew is in it as it was. Its pods' network is set up for its subnet, so its Node must have that one, which nobody can change later; a
 * kubelet that registers by itself would be given any, and kubeadm's marks of control planes would be missing.
 */
final class Reunion {
    /** Kubelets of control planes start before the API server, and register beside us. */
    private static final int TRIES = 5;

    private final ClusterParts parts;
    private final EtcdTool tool;
    private final MemberNodes nodes;

    Reunion(ClusterParts parts, EtcdTool tool, MemberNodes nodes) {
        this.parts = parts;
        this.tool = tool;
        this.nodes = nodes;
    }

    /**
     * What was corrected.
     *
     * @param joined nodes that the state did not know, or knew as others
     * @param forgotten nodes of the state that were deleted since
     */
    record Outcome(List<String> joined, List<String> forgotten) {}

    /** Corrects the state. Does nothing for nodes that the user has set up, or an older minik. */
    Outcome reunite(Instant since) {
        var record = parts.records()
                .find(nodes.controlPlanes())
                .filter(one -> !one.plan().bare());
        var joined = new TreeSet<String>();
        var forgotten = new TreeSet<String>();
        if (record.isPresent()) {
            var wanted = wanted(record.get());
            for (int i = 0; i < TRIES && correct(record.get(), wanted, since, joined, forgotten); i++) {
                // what was registered meanwhile is looked at again
            }
        }
        return new Outcome(List.copyOf(joined), List.copyOf(forgotten));
    }

    private Map<String, NodeObject> wanted(ClusterRecord record) {
        var wanted = new TreeMap<String, NodeObject>();
        Map<String, NodePlan> plans =
                record.plan().nodes().stream().collect(Collectors.toMap(NodePlan::name, Function.identity()));
        for (ContainerInfo node : nodes.all()) {
            var plan = plans.get(node.name());
            if (plan != null) {
                var subnets = tool.run(node, "pod_subnets").strip();
                wanted.put(
                        node.name(),
                        NodeObject.wanted(
                                record, plan, subnets.isEmpty() ? List.of() : List.of(subnets.split(",", -1))));
            }
        }
        return wanted;
    }

    /** Corrects what is to be corrected now, and returns whether there was anything. */
    private boolean correct(
            ClusterRecord record,
            Map<String, NodeObject> wanted,
            Instant since,
            Set<String> joined,
            Set<String> forgotten) {
        var known = known();
        var gone = known.keySet().stream().filter(name -> isGone(record, name)).toList();
        var wrong = wanted.values().stream()
                .filter(node -> known.containsKey(node.name())
                        && !known.get(node.name()).suits(node, since))
                .map(NodeObject::name)
                .toList();
        var missing = Stream.concat(wanted.keySet().stream().filter(name -> !known.containsKey(name)), wrong.stream())
                .toList();
        if (gone.isEmpty() && missing.isEmpty()) {
            return false;
        }
        gone.forEach(name -> command("forget", name, "--with-pods"));
        wrong.forEach(name -> command("forget", name));
        var taken = known.values().stream()
                .filter(node -> !gone.contains(node.name()) && !wrong.contains(node.name()))
                .flatMap(node -> node.podSubnets().stream())
                .collect(Collectors.toSet());
        register(missing.stream()
                .map(wanted::get)
                .map(node -> node.podSubnets().stream().anyMatch(taken::contains) ? node.withoutPodSubnets() : node)
                .toList());
        joined.addAll(missing);
        forgotten.addAll(gone);
        return true;
    }

    private Map<String, NodeObject> known() {
        try {
            return NodeObject.parse(command("nodes")).stream()
                    .collect(Collectors.toMap(NodeObject::name, Function.identity()));
        } catch (IllegalArgumentException e) {
            throw MinikException.of(
                            ExitCode.FAILED,
                            "the state is restored, but its nodes cannot be read: " + e.getMessage(),
                            "minik status %s tells how the cluster is".formatted(nodes.name()))
                    .causedBy(e);
        }
    }

    /** Names like a user's nodes that are made up (as kwok's) are nobody's business here. */
    private boolean isGone(ClusterRecord record, String name) {
        return name.matches(Pattern.quote(nodes.name().value()) + "-(control-plane|worker)\\d*")
                && nodes.all().stream().noneMatch(node -> node.name().equals(name))
                && record.plan().nodes().stream().noneMatch(node -> node.name().equals(name));
    }

    private void register(List<NodeObject> missing) {
        if (!missing.isEmpty()) {
            var objects = new ArrayList<Map<String, Object>>();
            missing.forEach(node -> objects.add(node.plain()));
            var input = new ByteArrayInputStream(Yaml.dumpAll(objects).getBytes(StandardCharsets.UTF_8));
            tool.run(nodes.controlPlanes().get(0), Optional.of(input), "register");
        }
    }

    private String command(String... step) {
        return tool.run(nodes.controlPlanes().get(0), step);
    }
}
