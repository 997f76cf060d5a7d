package dev.minik.cluster;

import dev.minik.config.Cni.EarlyStart;
import dev.minik.config.NetworkingConfig.KubeProxyMode;
import dev.minik.model.Cidr;
import dev.minik.model.IpAddress;
import dev.minik.plan.ClusterPlan;
import dev.minik.plan.Tuning;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes the packet filter's rules of a cluster's nodes, by which a node that has others takes them in one step. */
final class NodeRules {
    /** Where they lie in a node. */
    static final String FILE = "/minik/rules.nft";

    private final ClusterPlan plan;

    NodeRules(ClusterPlan plan) {
        this.plan = plan;
    }

    /** Returns whether pods may start before the network's own pod, by a program of the node image. */
    boolean hasEarlyPods() {
        return plan.has(Tuning.EARLY_CNI) && plan.cni().earlyStart() == EarlyStart.BY_MINIKS_IMAGES;
    }

    /**
     * Returns the rules.
     *
     * <p>A TCP connection is reset: a node's own would take note of an ICMP error only when it tries again, a second later. For the same
     * reason this comes before kube-proxy's rules, which refuse services without endpoints by ICMP.
     */
    String text() {
        // with IPVS a node has all service addresses itself, so none is without an answer
        var kept = plan.kubeProxyMode() == KubeProxyMode.IPVS ? List.<Cidr>of() : plan.serviceSubnets();
        var rejected = kept.stream()
                .map(subnet -> """
                            %1$s daddr %2$s meta l4proto tcp reject with tcp reset
                            %1$s daddr %2$s reject
                        """.formatted(family(subnet.first()), subnet))
                .collect(Collectors.joining());
        return """
                add table inet minik
                delete table inet minik
                table inet minik {
                %2$s
                  chain output {
                    type filter hook output priority filter - 1; policy accept;
                %1$s
                  }
                  chain forward {
                    type filter hook forward priority filter - 1; policy accept;
                %1$s
                  }
                }
                """.formatted(rejected, (plan.has(Tuning.API_SERVICE) ? apiService() : "") + podsOfEarlyCni());
    }

    /**
     * Pods that start before flannel's pod has no translation yet for what leaves their network. An API server on another node would
     * answer to an address to which it has no way; a client that waits for such an answer tries again after half a minute only.
     */
    private String podsOfEarlyCni() {
        if (!new NodeRules(plan).hasEarlyPods()) {
            return "";
        }
        var translated = plan.podSubnets().stream()
                .flatMap(pods -> plan.controlPlanes().stream()
                        .flatMap(node -> node.addresses().stream())
                        .filter(address -> address.v6() == pods.first().v6())
                        .map(address -> "    %1$s saddr %2$s %1$s daddr %3$s tcp dport %4$d masquerade%n"
                                .formatted(family(address), pods, address, ClusterPlan.API_PORT)))
                .collect(Collectors.joining());
        return """
                  chain postrouting-nat {
                    type nat hook postrouting priority srcnat - 1;
                %s  }
                """.formatted(translated);
    }

    /** The first translation of a connection holds, and kube-proxy's rules come before these. */
    private String apiService() {
        // kube-proxy knows one address of an API server, of the first version of IP
        var service = plan.apiServiceAddresses().get(0);
        return Stream.of("prerouting", "output")
                .map(hook -> """
                          chain %1$s-nat {
                            type nat hook %1$s priority -90;
                            %2$s daddr %3$s tcp dport 443 dnat %2$s to %4$s
                          }
                        """.formatted(
                                hook,
                                family(service),
                                service,
                                plan.firstControlPlane().address().withPort(ClusterPlan.API_PORT)))
                .collect(Collectors.joining());
    }

    private static String family(IpAddress address) {
        return address.v6() ? "ip6" : "ip";
    }
}
