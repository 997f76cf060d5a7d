package dev.minik.config;

import dev.minik.config.Draft.Networking;
import dev.minik.model.Cidr;

/** What Kubernetes and kubeadm ask of the subnets, so that a cluster does not fail on them after a minute. */
final class SubnetRules {
    /** The controller manager gives each node a /24, its default for IPv4. */
    private static final int NODE_PREFIX = 24;
    /** The range allocator refuses more than 16 bits of nodes, and kubeadm checks it as well. */
    private static final int MIN_POD_PREFIX = NODE_PREFIX - 16;
    /** The API server's limit on the bitmap of service addresses: 20 bits. */
    private static final int MIN_SERVICE_PREFIX = 12;
    /** kubeadm wants ten addresses, its tenth being the DNS service's. */
    private static final int MAX_SERVICE_PREFIX = 28;

    private final Problems problems;

    SubnetRules(Problems problems) {
        this.problems = problems;
    }

    /** Reports a subnet that is too large or too small, and two that overlap. */
    void check(Networking networking, int nodes) {
        networking.podSubnet().ifPresent(pods -> checkPods(pods, nodes));
        networking.serviceSubnet().ifPresent(this::checkServices);
        networking
                .podSubnet()
                .ifPresent(pods -> networking
                        .serviceSubnet()
                        .filter(pods::overlaps)
                        .ifPresent(services -> problems.add(
                                "networking.serviceSubnet",
                                "%s overlaps the pod subnet %s".formatted(services, pods))));
    }

    private void checkPods(Cidr pods, int nodes) {
        var path = "networking.podSubnet";
        if (pods.prefix() > NODE_PREFIX) {
            problems.add(path, "%s is too small: every node takes a /%d of it".formatted(pods, NODE_PREFIX));
        } else if (pods.prefix() < MIN_POD_PREFIX) {
            problems.add(
                    path, "%s is too large: its prefix must be %d to %d".formatted(pods, MIN_POD_PREFIX, NODE_PREFIX));
        } else if (1 << (NODE_PREFIX - pods.prefix()) < nodes) {
            problems.add(
                    path,
                    "%s is too small for %d nodes: every node takes a /%d of it".formatted(pods, nodes, NODE_PREFIX));
        }
    }

    private void checkServices(Cidr services) {
        if (services.prefix() < MIN_SERVICE_PREFIX || services.prefix() > MAX_SERVICE_PREFIX) {
            problems.add(
                    "networking.serviceSubnet",
                    "the prefix of %s must be %d to %d".formatted(services, MIN_SERVICE_PREFIX, MAX_SERVICE_PREFIX));
        }
    }
}
