package dev.minik.plan;

import dev.minik.config.ProxyConfig;
import dev.minik.model.Cidr;
import java.util.List;
import java.util.OptionalInt;

/**
 * What the planner must know of the engine's host.
 *
 * @param cgroupVersion 1 or 2
 * @param reachesNodes whether this host is in the nodes' network, so that their addresses can be used on it
 * @param rootless whether the engine runs without root's rights
 * @param cpus number of processors
 * @param memoryBytes memory
 * @param ipvs whether the kernel can balance by IPVS, as far as that is wanted and can be told
 * @param proxy the proxy that the host's user has
 * @param mtu the largest packet that leaves the host, in bytes; empty where that is not known
 * @param usedSubnets subnets of the host's routes and of the engine's networks
 * @param freePorts free TCP ports of the host, at least as many as {@link ClusterPlanner#randomPorts} asks for
 * @param reach how ports published there are reached
 */
public record HostFacts(
        int cgroupVersion,
        boolean reachesNodes,
        boolean rootless,
        int cpus,
        long memoryBytes,
        boolean ipvs,
        ProxyConfig proxy,
        OptionalInt mtu,
        List<Cidr> usedSubnets,
        List<Integer> freePorts,
        Reach reach) {
    /** Copies the lists. */
    public HostFacts {
        usedSubnets = List.copyOf(usedSubnets);
        freePorts = List.copyOf(freePorts);
    }
}
