package dev.minik.config;

import dev.minik.error.MinikException;
import dev.minik.model.IpFamily;
import dev.minik.model.Role;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Nodes of one kind that are wanted besides those that a cluster has, in the words of a config file.
 *
 * @param count how many
 * @param image their node image; empty for the one that the cluster has
 * @param labels labels of their Node objects
 * @param taints their taints, in kubectl's notation, such as {@code key=value:NoSchedule}
 */
public record NodeRequest(
        Role role, int count, Optional<String> image, Map<String, String> labels, List<String> taints) {
    /** Copies the collections. */
    public NodeRequest {
        labels = Map.copyOf(labels);
        taints = List.copyOf(taints);
    }

    /**
     * Returns the nodes, checked as those of a config file are.
     *
     * @throws MinikException with {@link dev.minik.error.ExitCode#INVALID_CONFIG} and all problems as its details
     */
    public List<NodeConfig> nodes() {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("role", role.text());
        image.ifPresent(name -> fields.put("image", name));
        fields.put("labels", labels);
        fields.put("taints", taints);
        var problems = new Problems();
        var in = new ReadContext(SchemaVersion.MINIK, IpFamily.IPV4, Path.of("/"), problems, new ArrayList<>());
        var node = new NodeReader(in).read(fields, "node").toConfig();
        problems.throwIfAny("the command line");
        return Collections.nCopies(count, node);
    }
}
