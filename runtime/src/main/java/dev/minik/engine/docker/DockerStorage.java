package dev.minik.engine.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Network;
import dev.minik.engine.NetworkInfo;
import dev.minik.engine.NetworkSpec;
import dev.minik.engine.VolumeInfo;
import java.util.List;
import java.util.Map;

/** Networks and volumes of a Docker engine. */
final class DockerStorage {
    private final DockerClient client;

    DockerStorage(DockerClient client) {
        this.client = client;
    }

    void createNetwork(NetworkSpec spec) {
        Translation.of(() -> client.createNetworkCmd()
                .withName(spec.name())
                .withDriver("bridge")
                .withCheckDuplicate(true)
                .withLabels(spec.labels())
                .withOptions(spec.options())
                .withIpam(new Network.Ipam()
                        .withConfig(new Network.Ipam.Config()
                                .withSubnet(spec.subnet())
                                .withGateway(spec.gateway())
                                .withIpRange(spec.dynamicRange())))
                .exec());
    }

    List<NetworkInfo> networks(Map<String, String> labels) {
        return Translation.of(() -> client.listNetworksCmd().withFilter("label", filters(labels)).exec().stream()
                .map(DockerStorage::network)
                .toList());
    }

    void removeNetwork(String network) {
        Translation.unlessMissing(() -> client.removeNetworkCmd(network).exec());
    }

    void createVolume(String name, Map<String, String> labels) {
        Translation.of(() ->
                client.createVolumeCmd().withName(name).withLabels(labels).exec());
    }

    List<VolumeInfo> volumes(Map<String, String> labels) {
        return Translation.of(() -> {
            var volumes = client.listVolumesCmd()
                    .withFilter("label", filters(labels))
                    .exec()
                    .getVolumes();
            return volumes == null
                    ? List.<VolumeInfo>of()
                    : volumes.stream()
                            .map(volume -> new VolumeInfo(
                                    volume.getName(), volume.getLabels() == null ? Map.of() : volume.getLabels()))
                            .toList();
        });
    }

    void removeVolume(String name) {
        Translation.unlessMissing(() -> client.removeVolumeCmd(name).exec());
    }

    private static NetworkInfo network(Network network) {
        var ipam = network.getIpam();
        var configs = ipam == null ? null : ipam.getConfig();
        var subnets = configs == null
                ? List.<String>of()
                : configs.stream()
                        .map(Network.Ipam.Config::getSubnet)
                        .filter(subnet -> subnet != null && !subnet.isEmpty())
                        .toList();
        return new NetworkInfo(
                network.getId(), network.getName(), subnets, network.getLabels() == null ? Map.of() : network.getLabels());
    }

    static List<String> filters(Map<String, String> labels) {
        return labels.entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .toList();
    }
}
