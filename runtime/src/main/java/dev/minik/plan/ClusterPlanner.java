package dev.minik.plan;

import dev.minik.config.ClusterConfig;
import dev.minik.config.NetworkingConfig;
import dev.minik.config.NetworkingConfig.KubeProxyMode;
import dev.minik.engine.PortPublish;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.model.Cidr;
import dev.minik.model.Protocol;
import dev.minik.model.Role;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes every decision about a new cluster. Pure: the same inputs give the same plan. */
public final class ClusterPlanner {

    /** Returns how many free host ports a plan for {@code config} needs. */
    public static int randomPorts(ClusterConfig config) {
        var mapped = config.nodes().stream()
                .flatMap(node -> node.extraPortMappings().stream())
                .filter(mapping -> mapping.hostPort() == 0)
                .count();
        return Math.toIntExact(mapped) + (config.networking().apiServerPort() == 0 ? 1 : 0);
    }

    /** Returns whether a cluster needs a balancer, and so an image of one. */
    public static boolean needsBalancer(ClusterConfig config) {
        return config.count(Role.CONTROL_PLANE) > 1;
    }

    /**
     * Plans a cluster that does not exist yet.
     *
     * @param cniManifest what {@link ClusterConfig} names as the manifest of its network, where it names one
     */
    public ClusterPlan plan(ClusterConfig config, ImagePlan images, HostFacts host, Optional<String> cniManifest) {
        refuseIpvs(config, host);
        var ports = host.freePorts().iterator();
        var network = network(config, host);
        var networking = config.networking();
        var apiServer = new PortPublish(
                networking.apiServerAddress(),
                hostPort(networking.apiServerPort(), ports),
                ClusterPlan.API_PORT,
                Protocol.TCP);
        var tuning = Tuning.of(config, images.nodes());
        var endpoint = endpoint(config);
        return new ClusterPlan(
                config.name(),
                images.nodes().get(0).kubernetesVersion(),
                host.cgroupVersion(),
                network,
                endpoint,
                apiServer,
                networking.ipFamily(),
                networking.podSubnets(),
                networking.serviceSubnets(),
                networking.dnsDomain(),
                networking.cni(),
                cniManifest.map(text -> filled(text, networking)),
                networking.kubeProxyMode(),
                networking.dnsSearch(),
                new SoftwarePlan(config.components(), config.etcd(), config.kubeadmPatches()),
                config.bare(),
                tuning,
                balancer(config, images, network),
                new NodesPlanner(config, images.nodes(), network, tuning, host)
                        .plan(needsBalancer(config) ? Optional.empty() : Optional.of(apiServer), endpoint, ports));
    }

    static String endpoint(ClusterConfig config) {
        return config.name() + "-api";
    }

    private static void refuseIpvs(ClusterConfig config, HostFacts host) {
        if (config.networking().kubeProxyMode() == KubeProxyMode.IPVS && !host.ipvs()) {
            throw MinikException.of(
                    ExitCode.UNSUITABLE_HOST,
                    "kubeProxyMode ipvs needs IPVS, which the host's kernel does not have",
                    "load it on the host (modprobe ip_vs), or choose kubeProxyMode iptables or nftables");
        }
    }

    private static NetworkPlan network(ClusterConfig config, HostFacts host) {
        var used = new ArrayList<>(host.usedSubnets());
        used.addAll(config.networking().podSubnets());
        used.addAll(config.networking().serviceSubnets());
        var subnets = new ArrayList<Cidr>(List.of(Subnets.choose(used)));
        if (config.networking().ipFamily().v6()) {
            subnets.add(Subnets.chooseV6(subnets.get(0), used));
        }
        return new NetworkPlan(
                "minik-" + config.name(),
                host.mtu(),
                subnets.stream().map(NetworkPlan.Range::of).toList());
    }

    private static Optional<BalancerPlan> balancer(ClusterConfig config, ImagePlan images, NetworkPlan network) {
        return needsBalancer(config)
                ? Optional.of(new BalancerPlan(
                        config.name() + "-external-load-balancer",
                        images.balancer().orElseThrow(),
                        network.balancer()))
                : Optional.empty();
    }

    private static String filled(String manifest, NetworkingConfig networking) {
        return CniManifest.filled(manifest, networking.podSubnets());
    }

    static int hostPort(int wanted, Iterator<Integer> ports) {
        return switch (wanted) {
            case 0 -> ports.next();
            case -1 -> 0;
            default -> wanted;
        };
    }

    /** Returns the plan as plain maps, for printing. */
    public static Map<String, Object> describe(ClusterPlan plan) {
        return PlanDescription.of(plan);
    }
}
