package dev.minik.plan;

import dev.minik.model.Cidr;
import java.util.List;

/**
 * What the planner must know of the engine's host.
 *
 * @param cgroupVersion 1 or 2
 * @param usedSubnets subnets of the host's routes and of the engine's networks
 * @param freePorts free TCP ports of the host, at least as many as {@link ClusterPlanner#randomPorts} asks for
 */
public record HostFacts(int cgroupVersion, List<Cidr> usedSubnets, List<Integer> freePorts) {
    /** Copies the lists. */
    public HostFacts {
        usedSubnets = List.copyOf(usedSubnets);
        freePorts = List.copyOf(freePorts);
    }
}
