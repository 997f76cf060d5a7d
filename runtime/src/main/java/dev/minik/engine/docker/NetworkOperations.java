package dev.minik.engine.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.api.model.Network.Ipam;
import dev.minik.engine.EngineException;
import dev.minik.engine.NetworkInfo;
import dev.minik.engine.NetworkSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What the engine does with networks. */
final class NetworkOperations {
    private final DockerConnection engine;

    NetworkOperations(DockerConnection engine) {
        this.engine = engine;
    }

    void create(NetworkSpec spec) {
        var ranges = spec.ranges().stream().map(NetworkOperations::range).toList();
        Failures.translated(() -> engine.client()
                .createNetworkCmd()
                .withName(spec.name())
                .withDriver("bridge")
                // Without this, engines with an API before 1.44 make a second network of the same name.
                .withCheckDuplicate(true)
                .withEnableIpv6(spec.v6())
                .withIpam(new Ipam().withDriver("default").withConfig(ranges))
                .withLabels(spec.labels())
                .withOptions(spec.options())
                .exec());
    }

    private static Ipam.Config range(NetworkSpec.Range range) {
        return new Ipam.Config()
                .withSubnet(range.subnet())
                .withGateway(range.gateway())
                .withIpRange(range.dynamicRange());
    }

    List<NetworkInfo> list(Map<String, String> labels) {
        return Failures.translated(() -> {
            var answer = engine.json().get("/networks", "filters", engine.json().labelFilter(labels));
            var networks = new ArrayList<NetworkInfo>();
            answer.forEach(one -> networks.add(info(one)));
            return List.copyOf(networks);
        });
    }

    private static NetworkInfo info(JsonNode network) {
        var subnets = new ArrayList<String>();
        for (var config : network.path("IPAM").path("Config")) {
            var subnet = config.path("Subnet").asText("");
            if (!subnet.isEmpty()) {
                subnets.add(subnet);
            }
        }
        return new NetworkInfo(
                network.path("Id").asText(),
                network.path("Name").asText(),
                subnets,
                Json.textMap(network.path("Labels")));
    }

    void connect(String network, String container) {
        try {
            Failures.translated(() -> engine.client()
                    .connectToNetworkCmd()
                    .withNetworkId(network)
                    .withContainerId(container)
                    .exec());
        } catch (EngineException e) {
            if (e.kind() == EngineException.Kind.NOT_FOUND || !isConnected(network, container)) {
                throw e;
            }
        }
    }

    void disconnect(String network, String container) {
        try {
            Failures.tolerant(() -> engine.client()
                    .disconnectFromNetworkCmd()
                    .withNetworkId(network)
                    .withContainerId(container)
                    .withForce(true)
                    .exec());
        } catch (EngineException e) {
            if (isConnected(network, container)) {
                throw e;
            }
        }
    }

    Set<String> of(String container) {
        return new TreeSet<>(connections(container).values());
    }

    private boolean isConnected(String network, String container) {
        var connections = connections(container);
        return connections.containsKey(network) || connections.containsValue(network);
    }

    /** Returns the names of a container's networks, by their ids. */
    private Map<String, String> connections(String container) {
        var inspected = Failures.translated(() -> engine.json().get("/containers/" + container + "/json"));
        var connections = new HashMap<String, String>();
        inspected.path("NetworkSettings").path("Networks").properties().forEach(network -> {
            // the network of a container that has none is called so
            if (!network.getKey().equals("none")) {
                // a container that was not started yet knows names only
                var id = network.getValue().path("NetworkID").asText("");
                connections.put(id.isEmpty() ? network.getKey() : id, network.getKey());
            }
        });
        return connections;
    }

    void remove(String network) {
        Failures.tolerant(() -> engine.client().removeNetworkCmd(network).exec());
    }
}
