package dev.minik.plan;

import dev.minik.model.Cidr;
import dev.minik.model.IpAddress;
import java.util.List;
import java.util.OptionalInt;

/**
 * The network that the nodes of one cluster share.
 *
 * @param name its name in the engine
 * @param mtu the largest packet in it, in bytes; empty for the engine's choice
 * @param ranges its addresses: IPv4, which every engine wants, and IPv6 where nodes need it
 */
public record NetworkPlan(String name, OptionalInt mtu, List<Range> ranges) {
    /** Copies the list. */
    public NetworkPlan {
        ranges = List.copyOf(ranges);
    }

    /**
     * The addresses of one version of IP.
     *
     * @param subnet all of them
     * @param gateway the host's
     * @param dynamicRange those for containers that minik does not know; what minik makes has its address outside
     */
    public record Range(Cidr subnet, IpAddress gateway, Cidr dynamicRange) {
        /** Divides a subnet: its upper half is dynamic, as far as engines need it. */
        static Range of(Cidr subnet) {
            var half = Math.max(subnet.prefix() + 1, subnet.first().bits() - HOST_BITS);
            return new Range(subnet, subnet.at(1), new Cidr(subnet.at(DYNAMIC_OFFSET), half));
        }
    }

    /** Node addresses begin here: the first is the gateway's, and some engines take the second. */
    private static final int FIRST_NODE_OFFSET = 3;

    /** Above the nodes. */
    private static final int FIRST_ETCD_OFFSET = 110;

    /** Below the dynamic range, and above etcd's nodes. */
    private static final int BALANCER_OFFSET = 126;

    private static final int VIRTUAL_OFFSET = 127;

    private static final int DYNAMIC_OFFSET = 128;

    private static final int HOST_BITS = 7;

    /** Returns the addresses of the node with this number, 0 being the first, of each version of IP. */
    List<IpAddress> node(int number) {
        return at(FIRST_NODE_OFFSET + number);
    }

    /** Returns the addresses of the etcd node with this number, 0 being the first. */
    List<IpAddress> etcdNode(int number) {
        return at(FIRST_ETCD_OFFSET + number);
    }

    /** Returns the addresses that a balancer has, or will have when the cluster gets one. */
    List<IpAddress> balancer() {
        return at(BALANCER_OFFSET);
    }

    /** Returns the addresses for control planes to hold among them. */
    List<IpAddress> virtual() {
        return at(VIRTUAL_OFFSET);
    }

    private List<IpAddress> at(int offset) {
        return ranges.stream().map(range -> range.subnet().at(offset)).toList();
    }
}
