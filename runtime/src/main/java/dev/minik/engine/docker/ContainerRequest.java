package dev.minik.engine.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.InternetProtocol;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import com.github.dockerjava.api.model.PropagationMode;
import com.github.dockerjava.api.model.RestartPolicy;
import com.github.dockerjava.api.model.SELContext;
import com.github.dockerjava.api.model.Volume;
import dev.minik.engine.ContainerSpec;
import dev.minik.engine.Mount;
import dev.minik.engine.PortPublish;
import dev.minik.model.MountPropagation;
import dev.minik.model.Protocol;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** Words a {@link ContainerSpec} as docker-java's command. */
final class ContainerRequest {
    private ContainerRequest() {}

    static CreateContainerCmd of(DockerClient client, ContainerSpec spec) {
        var request = client.createContainerCmd(spec.image())
                .withName(spec.name())
                .withEnv(spec.environment().entrySet().stream()
                        .map(variable -> variable.getKey() + "=" + variable.getValue())
                        .toList())
                .withLabels(spec.labels())
                .withTty(spec.tty())
                .withExposedPorts(
                        spec.ports().stream().map(ContainerRequest::exposed).toList())
                .withHostConfig(host(spec));
        if (!spec.hostname().isEmpty()) {
            request = request.withHostName(spec.hostname());
        }
        if (!spec.entrypoint().isEmpty()) {
            request = request.withEntrypoint(spec.entrypoint());
        }
        if (!spec.command().isEmpty()) {
            request = request.withCmd(spec.command());
        }
        if (!spec.address(false).isEmpty()) {
            request = request.withIpv4Address(spec.address(false));
        }
        if (!spec.address(true).isEmpty()) {
            request = request.withIpv6Address(spec.address(true));
        }
        if (!spec.aliases().isEmpty()) {
            request = request.withAliases(spec.aliases());
        }
        return request;
    }

    /**
     * A node runs systemd, containerd and a kubelet: it needs all of root's rights, system calls and mounts, and its own view
     * of the control groups, also where that is not the engine's default (<a
     * href="https://github.com/kubernetes-sigs/kind/issues/3223">kind issue 3223</a>). With remapped users a privileged
     * container has to be in the host's user namespace.
     */
    private static HostConfig rights(ContainerSpec spec) {
        var host = HostConfig.newHostConfig().withPrivileged(spec.privileged());
        return spec.privileged()
                ? host.withSecurityOpts(List.of("seccomp=unconfined", "apparmor=unconfined"))
                        .withCgroupnsMode("private")
                        .withUsernsMode("host")
                : host;
    }

    private static HostConfig host(ContainerSpec spec) {
        var binds = new ArrayList<Bind>();
        var tmpfs = new LinkedHashMap<String, String>();
        for (var mount : spec.mounts()) {
            if (mount instanceof Mount.Bind bind) {
                binds.add(bind(bind));
            } else if (mount instanceof Mount.Volume volume) {
                binds.add(volume(volume));
            } else if (mount instanceof Mount.Tmpfs memory) {
                tmpfs.put(memory.target(), memory.options());
            }
        }
        var host = rights(spec)
                .withInit(false)
                .withNetworkMode(spec.network())
                .withRestartPolicy(restarts(spec))
                .withPortBindings(
                        spec.ports().stream().map(ContainerRequest::published).toList())
                .withBinds(binds)
                .withTmpFs(tmpfs)
                .withExtraHosts(spec.extraHosts().entrySet().stream()
                        .map(known -> known.getKey() + ":" + known.getValue())
                        .toArray(String[]::new))
                .withSysctls(spec.sysctls());
        var limits = spec.limits();
        if (limits.milliCpus() > 0) {
            host.withNanoCPUs(limits.milliCpus() * 1_000_000);
        }
        if (limits.memoryBytes() > 0) {
            // without the second, as much again of swap
            host.withMemory(limits.memoryBytes()).withMemorySwap(limits.memoryBytes());
        }
        return host;
    }

    private static RestartPolicy restarts(ContainerSpec spec) {
        if (spec.restartAlways()) {
            return RestartPolicy.alwaysRestart();
        }
        return spec.restartOnFailure() > 0
                ? RestartPolicy.onFailureRestart(spec.restartOnFailure())
                : RestartPolicy.noRestart();
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
            case NONE -> PropagationMode.DEFAULT;
            case HOST_TO_CONTAINER -> PropagationMode.SLAVE;
            case BIDIRECTIONAL -> PropagationMode.SHARED;
        };
    }

    /** As a bind by the volume's name: in mounts, Podman passes over the wish not to copy. */
    private static Bind volume(Mount.Volume volume) {
        return new Bind(
                volume.name(),
                new Volume(volume.target()),
                AccessMode.rw,
                SELContext.none,
                volume.copyImageContent() ? null : true);
    }

    private static ExposedPort exposed(PortPublish port) {
        return new ExposedPort(port.containerPort(), protocol(port.protocol()));
    }

    private static PortBinding published(PortPublish port) {
        return new PortBinding(Ports.Binding.bindIpAndPort(port.hostAddress(), port.hostPort()), exposed(port));
    }

    private static InternetProtocol protocol(Protocol protocol) {
        return switch (protocol) {
            case TCP -> InternetProtocol.TCP;
            case UDP -> InternetProtocol.UDP;
            case SCTP -> InternetProtocol.SCTP;
        };
    }
}
