package dev.minik.plan;

import dev.minik.config.ClusterConfig;
import dev.minik.config.ControlPlaneEndpoint;
import dev.minik.config.NetworkingConfig.KubeProxyMode;
import dev.minik.config.RegistryConfig;
import dev.minik.engine.PortPublish;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.model.Cidr;
import dev.minik.model.IpAddress;
import dev.minik.model.Protocol;
import dev.minik.model.Role;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

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

    /** Returns whether {@code config} names a host port, so that no other one will do. */
    public static boolean names(ClusterConfig config, int hostPort) {
        return config.networking().apiServerPort() == hostPort
                || config.nodes().stream()
                        .flatMap(node -> node.extraPortMappings().stream())
                        .anyMatch(mapping -> mapping.hostPort() == hostPort);
    }

    /**
     * Returns what nodes are told of registries: what the user says, and what those of minik's own bring.
     *
     * @throws MinikException with {@link ExitCode#INVALID_CONFIG} when two of them describe the same registry
     */
    public static List<RegistryConfig> allRegistries(List<RegistryConfig> given, List<RegistryFacts> own) {
        var all = new ArrayList<>(given);
        for (var registry : own) {
            for (var config : registry.configs()) {
                if (all.stream().anyMatch(other -> other.host().equals(config.host()))) {
                    throw MinikException.of(
                            ExitCode.INVALID_CONFIG,
                            "registry '%s' serves %s, of which registries or another registry tells as well"
                                    .formatted(registry.name(), config.host()),
                            "leave out one of the two");
                }
                all.add(config);
            }
        }
        return all;
    }

    /** Returns whether a cluster needs a balancer, and so an image of one. */
    public static boolean needsBalancer(ClusterConfig config, HostFacts host) {
        return config.count(Role.CONTROL_PLANE) > 1 && !usesVirtualAddress(config, host);
    }

    /** Where the host reaches the address that control planes hold, it needs no port of its own, unless the user names one. */
    private static boolean usesVirtualAddress(ClusterConfig config, HostFacts host) {
        return config.endpoint() == ControlPlaneEndpoint.VIP
                && host.reachesNodes()
                && config.networking().apiServerPort() == 0;
    }

    /** Plans a cluster that does not exist yet and uses no registry of minik's own. */
    public ClusterPlan plan(ClusterConfig config, ImagePlan images, HostFacts host) {
        return plan(config, images, host, List.of());
    }

    /**
     * Plans a cluster that does not exist yet. A manifest of its network that comes from elsewhere is not in the plan yet: what it is may
     * depend on the plan ({@link ClusterPlan#withCniManifest}).
     *
     * @param registries the registries of minik's own that it uses
     */
    public ClusterPlan plan(ClusterConfig wanted, ImagePlan images, HostFacts host, List<RegistryFacts> registries) {
        var config = wanted.withRegistries(allRegistries(wanted.registries(), registries), wanted.localRegistries());
        refuseIpvs(config, host);
        refuseForeignImages(config, images);
        var ports = host.freePorts().iterator();
        var network = network(config, host);
        var networking = config.networking();
        var virtual = config.endpoint() == ControlPlaneEndpoint.VIP
                ? Optional.of(
                        NodePlan.known(network.virtual(), networking.ipFamily()).get(0))
                : Optional.<IpAddress>empty();
        var apiServer = usesVirtualAddress(config, host)
                ? new PortPublish(
                        virtual.orElseThrow().toString(),
                        ClusterPlan.VIRTUAL_PORT,
                        ClusterPlan.VIRTUAL_PORT,
                        Protocol.TCP)
                : new PortPublish(
                        networking.apiServerAddress().orElse(host.reach().address(networking.ipFamily())),
                        hostPort(networking.apiServerPort(), ports),
                        ClusterPlan.API_PORT,
                        Protocol.TCP);
        var tuning = Tuning.of(config, images.nodes());
        var endpoint = endpoint(config);
        var nodes = new NodesPlanner(config, images.nodes(), network, tuning, host);
        return new ClusterPlan(
                config.name(),
                images.nodes().get(0).kubernetesVersion(),
                host.cgroupVersion(),
                host.rootless(),
                network,
                endpoint,
                virtual,
                apiServer,
                apiServerNames(apiServer, virtual, host.reach()),
                networking.ipFamily(),
                networking.podSubnets(),
                networking.serviceSubnets(),
                networking.dnsDomain(),
                networking.cni(),
                Optional.empty(),
                networking.kubeProxyMode(),
                networking.dnsSearch(),
                new SoftwarePlan(config.components(), config.etcd(), config.kubeadmPatches()),
                config.bare(),
                tuning,
                balancer(config, images, network, host),
                nodes.etcdNodes(),
                registries,
                nodes.plan(
                        config.count(Role.CONTROL_PLANE) > 1 ? Optional.empty() : Optional.of(apiServer),
                        endpoint,
                        ports));
    }

    static String endpoint(ClusterConfig config) {
        return config.name() + "-api";
    }

    /** The address that all addresses of a host are written as is nobody's. */
    private static List<String> apiServerNames(PortPublish apiServer, Optional<IpAddress> virtual, Reach reach) {
        var known = Stream.of("127.0.0.1", apiServer.hostAddress(), reach.address(), reach.name());
        return Stream.concat(known, virtual.map(IpAddress::toString).stream())
                .filter(name -> !name.equals("0.0.0.0") && !name.equals("::"))
                .distinct()
                .toList();
    }

    private static void refuseIpvs(ClusterConfig config, HostFacts host) {
        if (!config.bare() && config.networking().kubeProxyMode() == KubeProxyMode.IPVS && !host.ipvs()) {
            throw MinikException.of(
                    ExitCode.UNSUITABLE_HOST,
                    "kubeProxyMode ipvs needs IPVS, which the host's kernel does not have",
                    "load it on the host (modprobe ip_vs), or choose kubeProxyMode iptables or nftables");
        }
    }

    private static void refuseForeignImages(ClusterConfig config, ImagePlan images) {
        if (config.endpoint() == ControlPlaneEndpoint.VIP) {
            images.nodes().stream()
                    .filter(image -> !image.builtByMinik())
                    .findFirst()
                    .ifPresent(image -> {
                        throw MinikException.of(
                                ExitCode.INVALID_CONFIG,
                                "image %s has no keepalived, which controlPlaneEndpoint vip needs"
                                        .formatted(image.reference()),
                                "use images of 'minik build node-image', or controlPlaneEndpoint balancer");
                    });
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

    private static Optional<BalancerPlan> balancer(
            ClusterConfig config, ImagePlan images, NetworkPlan network, HostFacts host) {
        return needsBalancer(config, host)
                ? Optional.of(new BalancerPlan(
                        config.name() + "-external-load-balancer",
                        images.balancer().orElseThrow(),
                        network.balancer(),
                        config.endpoint() == ControlPlaneEndpoint.VIP ? List.of() : List.of(endpoint(config))))
                : Optional.empty();
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
