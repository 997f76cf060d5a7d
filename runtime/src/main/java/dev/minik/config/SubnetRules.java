package dev.minik.config;

import dev.minik.config.Draft.Networking;
import dev.minik.model.Cidr;
import java.util.List;

/** What Kubernetes and kubeadm ask of the subnets, so that a cluster does not fail on them after a minute. */
final class SubnetRules {
    /** The range allocator refuses more than 16 bits of nodes, and kubeadm checks it as well. */
    private static final int NODE_BITS = 16;
    /** The API server's limit on the bitmap of service addresses. */
    private static final int MAX_SERVICE_BITS = 20;
    /** kubeadm wants ten addresses, its tenth being the DNS service's. */
    private static final int MIN_SERVICE_BITS = 4;

    private final Problems problems;

    SubnetRules(Problems problems) {
        this.problems = problems;
    }

    /** Reports a subnet that is too large or too small, and two that overlap. */
    void check(Networking networking, int nodes) {
        var pods = networking.podSubnets().orElse(List.of());
        var services = networking.serviceSubnets().orElse(List.of());
        pods.forEach(subnet -> checkPods(subnet, nodes));
        services.forEach(this::checkServices);
        for (Cidr service : services) {
            pods.stream()
                    .filter(service::overlaps)
                    .forEach(pod -> problems.add(
                            "networking.serviceSubnet", "%s overlaps the pod subnet %s".formatted(service, pod)));
        }
    }

    /** The controller manager gives each node a /24 of IPv4 and a /64 of IPv6, its defaults. */
    private static int nodePrefix(Cidr pods) {
        return pods.first().v6() ? 64 : 24;
    }

    private void checkPods(Cidr pods, int nodes) {
        var path = "networking.podSubnet";
        int node = nodePrefix(pods);
        if (pods.prefix() > node) {
            problems.add(path, "%s is too small: every node takes a /%d of it".formatted(pods, node));
        } else if (pods.prefix() < node - NODE_BITS) {
            problems.add(path, "%s is too large: its prefix must be %d to %d".formatted(pods, node - NODE_BITS, node));
        } else if (1 << (node - pods.prefix()) < nodes) {
            problems.add(
                    path, "%s is too small for %d nodes: every node takes a /%d of it".formatted(pods, nodes, node));
        }
    }

    private void checkServices(Cidr services) {
        int bits = services.first().bits();
        if (services.prefix() < bits - MAX_SERVICE_BITS || services.prefix() > bits - MIN_SERVICE_BITS) {
            problems.add(
                    "networking.serviceSubnet",
                    "the prefix of %s must be %d to %d"
                            .formatted(services, bits - MAX_SERVICE_BITS, bits - MIN_SERVICE_BITS));
        }
    }
}
