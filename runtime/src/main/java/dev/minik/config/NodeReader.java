package dev.minik.config;

import dev.minik.config.NodeConfig.PortMapping;
import dev.minik.model.ImageReference;
import dev.minik.model.IpAddress;
import dev.minik.model.Protocol;
import dev.minik.model.Role;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads one entry of {@code nodes}. */
final class NodeReader {
    private final ReadContext in;
    private final Problems problems;

    NodeReader(ReadContext in) {
        this.in = in;
        this.problems = in.problems();
    }

    /** Reads a node; one whose role is not known keeps its place, so that no other rule stumbles over its absence. */
    DraftNode read(Object entry, String path) {
        if (!(entry instanceof Map)) {
            problems.add(path, "must be a mapping, but is " + Values.describe(entry));
            return DraftNode.plain(path, Optional.empty());
        }
        var fields = new Fields(entry, path, problems);
        in.ours(fields, "taints", "cpus", "memory", "environment", "files");
        var role = role(fields);
        var image = fields.text("image")
                .flatMap(name -> problems.valid(fields.path("image"), () -> new ImageReference(name)))
                .map(ImageReference::value);
        var extras = new NodeExtras(in);
        var settings = new NodeConfig(
                role.orElse(Role.WORKER),
                image,
                labels(fields.mapping("labels")),
                extras.taints(fields),
                new MountReader(in).read(fields),
                List.of(),
                extras.resources(fields),
                extras.environment(fields.mapping("environment")),
                extras.files(fields),
                new PatchReader(problems).kubeadm(fields, path + "."));
        var node = new DraftNode(path, role, settings, portMappings(fields));
        fields.end();
        return node;
    }

    private Optional<Role> role(Fields fields) {
        if (fields.isAbsent("role")) {
            return Optional.of(Role.CONTROL_PLANE);
        }
        return fields.word("role", Role.values(), Role::text);
    }

    private Map<String, String> labels(Fields fields) {
        var labels = new LinkedHashMap<String, String>();
        for (var key : fields.names()) {
            var value = fields.text(key).orElse("");
            NodeLabels.problems(key, value).forEach(problem -> problems.add(fields.path(key), problem));
            labels.put(key, value);
        }
        return labels;
    }

    private List<Placed<PortMapping>> portMappings(Fields node) {
        var mappings = new ArrayList<Placed<PortMapping>>();
        for (var fields : node.mappings("extraPortMappings")) {
            portMapping(fields).ifPresent(mapping -> mappings.add(new Placed<>(fields.path(), mapping)));
        }
        return mappings;
    }

    private Optional<PortMapping> portMapping(Fields fields) {
        var containerPort = containerPort(fields);
        var hostPort = Ports.hostPort(fields, "hostPort", problems);
        var listenAddress = fields.isAbsent("listenAddress")
                ? Optional.of(defaultAddress(fields.path()))
                : fields.text("listenAddress")
                        .flatMap(text -> problems.valid(fields.path("listenAddress"), () -> IpAddress.parse(text)))
                        .map(IpAddress::toString);
        var protocol = protocol(fields);
        fields.end();
        return containerPort.flatMap(inside -> hostPort.flatMap(outside -> listenAddress.flatMap(
                listen -> protocol.map(transport -> new PortMapping(inside, outside, listen, transport)))));
    }

    private Optional<Integer> containerPort(Fields fields) {
        if (fields.isAbsent("containerPort")) {
            problems.add(fields.path("containerPort"), "missing; it must be a port (1-65535)");
            return Optional.empty();
        }
        return fields.number("containerPort").flatMap(port -> {
            if (port < 1 || port > Ports.MAX) {
                problems.add(fields.path("containerPort"), "%d is not a port (1-65535)".formatted(port));
                return Optional.empty();
            }
            return Optional.of(Math.toIntExact(port));
        });
    }

    private String defaultAddress(String path) {
        if (in.schema() == SchemaVersion.KIND) {
            in.warnings()
                    .add(("%s: without listenAddress the port is open on all addresses of this host, as in kind;"
                                    + " 'listenAddress: 127.0.0.1' keeps it to this host")
                            .formatted(path));
        }
        return in.schema().listenAddress(in.ipFamily());
    }

    /** Reads the protocol in any case, as kind does. */
    private Optional<Protocol> protocol(Fields fields) {
        return fields.isAbsent("protocol")
                ? Optional.of(Protocol.TCP)
                : fields.word("protocol", Protocol.values(), Protocol::name, text -> text.toUpperCase(Locale.ROOT));
    }
}
