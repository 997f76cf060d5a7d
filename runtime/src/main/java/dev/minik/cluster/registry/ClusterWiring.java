package dev.minik.cluster.registry;

import dev.minik.cluster.ClusterParts;
import dev.minik.config.ClusterConfig;
import dev.minik.config.RegistryConfig;
import dev.minik.engine.ContainerInfo;
import dev.minik.engine.Engine;
import dev.minik.engine.NetworkInfo;
import dev.minik.kube.KubeApiException;
import dev.minik.model.ClusterName;
import dev.minik.model.Labels;
import dev.minik.model.RegistryName;
import dev.minik.plan.ClusterPlanner;
import dev.minik.plan.RegistryFacts;
import dev.minik.record.ClusterRecord;
import dev.minik.registry.LocalRegistries;
import dev.minik.registry.LocalRegistry;
import dev.minik.registry.NodeRegistries;
import dev.minik.registry.RegistryHosting;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Has live clusters use registries, and use them no more. The caller holds the lock of the cluster. */
final class ClusterWiring {
    private final ClusterParts parts;
    private final Engine engine;
    private final LocalRegistries local;
    private final NodeRegistries nodes;

    ClusterWiring(ClusterParts parts) {
        this.parts = parts;
        engine = parts.engine();
        local = new LocalRegistries(engine);
        nodes = new NodeRegistries(engine);
    }

    /** Has a cluster use a registry of minik's own; one that does is left as it is. */
    void connect(ClusterName cluster, LocalRegistry registry) {
        var configs = registry.facts().configs();
        // the bare minimum that a cluster of that name has
        parts.nodesOf(cluster);
        onMachines(cluster, node -> nodes.check(node, configs));
        parts.progress()
                .run("connect", "Connecting registry '%s' to cluster '%s'".formatted(registry.name(), cluster), () -> {
                    networks(cluster).forEach(network -> local.connect(registry.name(), network.name()));
                    onMachines(cluster, node -> nodes.add(node, configs));
                    record(
                            cluster,
                            config -> config.using(List.of(registry.name())),
                            known -> Stream.concat(others(known, registry), Stream.of(registry.facts()))
                                    .toList());
                    publish(cluster);
                });
    }

    /** Has a cluster use a registry of minik's own no more. */
    void disconnect(ClusterName cluster, LocalRegistry registry) {
        var hosts = hosts(registry.facts());
        onMachines(cluster, node -> nodes.remove(node, hosts));
        record(
                cluster,
                config -> config.withRegistries(
                        config.registries(),
                        config.localRegistries().stream()
                                .filter(name -> !name.equals(registry.name()))
                                .toList()),
                known -> others(known, registry).toList());
        // after the record: who is broken off in between still finds the cluster among those that use the registry
        leave(cluster, registry);
        publish(cluster);
    }

    private static Stream<RegistryFacts> others(List<RegistryFacts> known, LocalRegistry registry) {
        return known.stream().filter(facts -> !facts.name().equals(registry.name()));
    }

    /** Has the cluster keep what nodes that are added later are to be told as well. */
    private void record(
            ClusterName cluster, UnaryOperator<ClusterConfig> config, UnaryOperator<List<RegistryFacts>> registries) {
        var all = parts.nodesOf(cluster);
        parts.records().find(all).ifPresent(record -> {
            var next = new ClusterRecord(
                    config.apply(record.config()),
                    record.plan().withRegistries(registries.apply(record.plan().registries())),
                    record.unfinished());
            if (!next.equals(record)) {
                parts.records().write(all, next);
            }
        });
    }

    /** Makes what a cluster is told of registries equal to what is wanted; returns whether anything was changed. */
    boolean set(ClusterName cluster, List<RegistryConfig> registries, List<RegistryName> names) {
        parts.nodesOf(cluster);
        var wanted = local.require(names);
        var configs = ClusterPlanner.allRegistries(registries, wanted);
        var connected = local.of(cluster);
        var changed = new AtomicBoolean();
        for (var facts : wanted) {
            if (connected.stream().noneMatch(one -> one.name().equals(facts.name()))) {
                networks(cluster).forEach(network -> local.connect(facts.name(), network.name()));
                changed.set(true);
            }
        }
        onMachines(cluster, node -> {
            if (nodes.set(node, configs)) {
                changed.set(true);
            }
        });
        for (var registry : connected) {
            if (!names.contains(registry.name())) {
                leave(cluster, registry);
                changed.set(true);
            }
        }
        record(cluster, config -> config.withRegistries(registries, names), known -> wanted);
        if (changed.get()) {
            publish(cluster);
        }
        return changed.get();
    }

    private void leave(ClusterName cluster, LocalRegistry registry) {
        networks(cluster)
                .forEach(network -> engine.disconnectNetwork(
                        network.name(), registry.container().id()));
    }

    private static Set<String> hosts(RegistryFacts facts) {
        return facts.configs().stream().map(RegistryConfig::host).collect(Collectors.toSet());
    }

    private List<NetworkInfo> networks(ClusterName cluster) {
        return engine.listNetworks(Map.of(Labels.CLUSTER, cluster.value()));
    }

    private void onMachines(ClusterName cluster, Consumer<ContainerInfo> work) {
        parts.tasks().all(parts.resources().machines(cluster), work);
    }

    /** What tools are told is no condition for pulling. */
    private void publish(ClusterName cluster) {
        try {
            var facts = local.of(cluster).stream().map(LocalRegistry::facts).toList();
            parts.runningApi(cluster).ifPresent(api -> {
                try (api) {
                    RegistryHosting.publish(api, facts);
                }
            });
        } catch (KubeApiException e) {
            parts.progress()
                    .warn("the config map local-registry-hosting of cluster '%s' was not brought up to date: %s"
                            .formatted(cluster, e.getMessage()));
        }
    }
}
