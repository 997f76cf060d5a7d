package dev.minik.cluster;

import dev.minik.engine.ContainerSpec;
import dev.minik.model.Labels;
import dev.minik.plan.NodePlan;
import java.util.Map;

/** The containers of a cluster {@code demo}, as minik makes them. */
public final class TestMachines {
    private TestMachines() {}

    /** Returns a node's container, of the image {@code node}. */
    public static ContainerSpec of(NodePlan node) {
        return of(node.name(), "node", Labels.KIND_NODE, node.role().text()).build();
    }

    /** Returns a container of a kind of its own; without a role where that is empty. */
    public static ContainerSpec.Builder of(String name, String image, String kind, String role) {
        return ContainerSpec.of(name, image)
                .labels(
                        role.isEmpty()
                                ? Map.of(Labels.CLUSTER, "demo", Labels.KIND, kind)
                                : Map.of(Labels.CLUSTER, "demo", Labels.KIND, kind, Labels.ROLE, role))
                .network("none");
    }
}
