package dev.minik.plan;

import java.util.List;
import java.util.Optional;

/**
 * Facts of the images that a cluster is made from.
 *
 * @param nodes each node's, in the order of the nodes
 * @param balancer the balancer's, where the cluster needs one
 */
public record ImagePlan(List<ImageFacts> nodes, Optional<ImageFacts> balancer) {
    /** Copies the list. */
    public ImagePlan {
        nodes = List.copyOf(nodes);
    }
}
