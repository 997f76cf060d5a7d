package dev.minik.engine.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.ContainerPort;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.InternetProtocol;
import com.github.dockerjava.api.model.MountType;
import com.github.dockerjava.api.model.Ports;
import com.github.dockerjava.api.model.PropagationMode;
import com.github.dockerjava.api.model.RestartPolicy;
import com.github.dockerjava.api.model.SELContext;
import com.github.dockerjava.api.model.Volume;
import com.github.dockerjava.api.model.VolumeOptions;
import dev.minik.engine.ContainerInfo;
import dev.minik.engine.ContainerSpec;
import dev.minik.engine.Mount;
import dev.minik.engine.PortPublish;
import dev.minik.model.MountPropagation;
import dev.minik.model.Protocol;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Containers of a Docker engine. */
final class DockerContainers {
    private final DockerClient client;

    DockerContainers(DockerClient client) {
        this.client = client;
    }

    String create(ContainerSpec spec) {
        return Translation.of(() -> {
            var command = client.createContainerCmd(spec.image())
                    .withName(spec.name())
                    .withHostName(spec.hostname())
                    .withEnv(spec.environment().entrySet().stream()
                            .map(variable -> variable.getKey() + "=" + variable.getValue())
                            .toList())
                    .withLabels(spec.labels())
                    .withTty(spec.tty())
                    .withExposedPorts(
                            spec.ports().stream().map(DockerContainers::exposed).toList())
                    .withHostConfig(hostConfig(spec));
            if (!spec.entrypoint().isEmpty()) {
                command.withEntrypoint(spec.entrypoint());
            }
            if (!spec.command().isEmpty()) {
                command.withCmd(spec.command());
            }
            if (!spec.ipv4Address().isEmpty()) {
                command.withIpv4Address(spec.ipv4Address());
            }
            if (!spec.aliases().isEmpty()) {
                command.withAliases(spec.aliases());
            }
            return command.exec().getId();
        });
    }

    void start(String container) {
        Translation.of(() -> {
            try {
                return client.startContainerCmd(container).exec();
            } catch (NotModifiedException e) {
                return null; // it runs already
            }
        });
    }

    void stop(String container, Duration grace) {
        Translation.of(() -> {
            try {
                return client.stopContainerCmd(container)
                        .withTimeout(Math.toIntExact(grace.toSeconds()))
                        .exec();
            } catch (NotModifiedException e) {
                return null; // it is stopped already
            }
        });
    }

    void remove(String container) {
        Translation.unlessMissing(() -> client.removeContainerCmd(container)
                .withForce(true)
                .withRemoveVolumes(true)
                .exec());
    }

    List<ContainerInfo> list(Map<String, String> labels) {
        return Translation.of(() -> client.listContainersCmd()
                .withShowAll(true)
                .withFilter("label", DockerStorage.filters(labels))
                .exec()
                .stream()
                .map(DockerContainers::info)
                .toList());
    }

    Optional<ContainerInfo> find(String container) {
        // the list tells all that an inspection does not need to be asked for; a name filter is a pattern there
        var byName = Translation.of(() -> client.listContainersCmd()
                .withShowAll(true)
                .withNameFilter(List.of("^/?" + java.util.regex.Pattern.quote(container).replace("\\Q", "").replace("\\E", "") + "$"))
                .exec());
        var found = byName.isEmpty()
                ? Translation.of(() -> client.listContainersCmd()
                        .withShowAll(true)
                        .withIdFilter(List.of(container))
                        .exec())
                : byName;
        return found.stream().findFirst().map(DockerContainers::info);
    }

    private static HostConfig hostConfig(ContainerSpec spec) {
        var config = HostConfig.newHostConfig()
                .withPrivileged(true)
                .withSecurityOpts(List.of("seccomp=unconfined", "apparmor=unconfined"))
                .withCgroupnsMode("private")
                .withInit(false)
                .withNetworkMode(spec.network())
                .withPortBindings(ports(spec.ports()))
                .withRestartPolicy(
                        spec.restartOnFailure() == 0
                                ? RestartPolicy.noRestart()
                                : RestartPolicy.onFailureRestart(spec.restartOnFailure()));
        var tmpfs = new LinkedHashMap<String, String>();
        var binds = new ArrayList<Bind>();
        var volumes = new ArrayList<com.github.dockerjava.api.model.Mount>();
        for (Mount mount : spec.mounts()) {
            if (mount instanceof Mount.Tmpfs fs) {
                tmpfs.put(fs.target(), fs.options());
            } else if (mount instanceof Mount.Bind bind) {
                binds.add(bind(bind));
            } else if (mount instanceof Mount.Volume volume) {
                volumes.add(new com.github.dockerjava.api.model.Mount()
                        .withType(MountType.VOLUME)
                        .withSource(volume.name())
                        .withTarget(volume.target())
                        .withVolumeOptions(new VolumeOptions().withNoCopy(!volume.copyImageContent())));
            }
        }
        return config.withTmpFs(tmpfs).withBinds(binds).withMounts(volumes);
    }

    private static Bind bind(Mount.Bind bind) {
        return new Bind(
                bind.source(),
                new Volume(bind.target()),
                bind.readOnly() ? AccessMode.ro : AccessMode.rw,
                bind.selinuxRelabel() ? SELContext.single : SELContext.none,
                null,
                propagation(bind.propagation()));
    }

    private static PropagationMode propagation(MountPropagation propagation) {
        return switch (propagation) {
            case NONE -> PropagationMode.PRIVATE;
            case HOST_TO_CONTAINER -> PropagationMode.SLAVE;
            case BIDIRECTIONAL -> PropagationMode.SHARED;
        };
    }

    private static Ports ports(List<PortPublish> published) {
        var ports = new Ports();
        for (PortPublish port : published) {
            ports.bind(
                    exposed(port),
                    new Ports.Binding(
                            port.hostAddress(), port.hostPort() == 0 ? null : String.valueOf(port.hostPort())));
        }
        return ports;
    }

    private static ExposedPort exposed(PortPublish port) {
        return new ExposedPort(port.containerPort(), InternetProtocol.parse(port.protocol().lower()));
    }

    private static ContainerInfo info(Container container) {
        var settings = container.getNetworkSettings();
        var addresses = new LinkedHashMap<String, String>();
        if (settings != null && settings.getNetworks() != null) {
            settings.getNetworks().forEach((name, network) -> {
                if (network.getIpAddress() != null && !network.getIpAddress().isEmpty()) {
                    addresses.put(name, network.getIpAddress());
                }
            });
        }
        return new ContainerInfo(
                container.getId(),
                container.getNames()[0].replaceFirst("^/", ""),
                container.getImage(),
                ContainerInfo.State.valueOf(
                        String.valueOf(container.getState()).toUpperCase(Locale.ROOT)),
                String.valueOf(container.getStatus()),
                container.getLabels() == null ? Map.of() : container.getLabels(),
                Arrays.stream(container.getPorts() == null ? new ContainerPort[0] : container.getPorts())
                        .filter(port -> port.getPublicPort() != null)
                        .map(DockerContainers::published)
                        .toList(),
                addresses,
                container.getCreated() == null ? 0 : container.getCreated());
    }

    private static PortPublish published(ContainerPort port) {
        var publicPort = port.getPublicPort();
        var privatePort = port.getPrivatePort();
        return new PortPublish(
                port.getIp() == null ? "" : port.getIp(),
                publicPort == null ? 0 : publicPort,
                privatePort == null ? 0 : privatePort,
                Protocol.valueOf(String.valueOf(port.getType()).toUpperCase(Locale.ROOT)));
    }
}
