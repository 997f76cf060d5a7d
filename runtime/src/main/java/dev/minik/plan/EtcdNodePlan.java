package dev.minik.plan;

import dev.minik.config.NodeConfig.NodeFile;
import dev.minik.model.IpAddress;
import java.util.List;
import java.util.Map;

/**
 * A node for a member of etcd, which Kubernetes does not know.
 *
 * @param name its name as a container and host, and the member's
 * @param image its node image
 * @param networkAddresses its fixed addresses in the cluster's network
 * @param addresses those of them that the cluster uses, the preferred one first
 * @param volume the volume that holds its {@code /var}
 * @param environment variables of its container
 * @param files files that it begins with
 */
public record EtcdNodePlan(
        String name,
        ImageFacts image,
        List<IpAddress> networkAddresses,
        List<IpAddress> addresses,
        String volume,
        Map<String, String> environment,
        List<NodeFile> files) {
    /** The port at which members answer clients. */
    private static final int CLIENT_PORT = 2379;

    /** Copies the collections. */
    public EtcdNodePlan {
        networkAddresses = List.copyOf(networkAddresses);
        addresses = List.copyOf(addresses);
        environment = Map.copyOf(environment);
        files = List.copyOf(files);
    }

    /** Returns the address that the member advertises. */
    public IpAddress address() {
        return addresses.get(0);
    }

    /** Returns where clients find the member. */
    public String endpoint() {
        return "https://" + address().withPort(CLIENT_PORT);
    }
}
