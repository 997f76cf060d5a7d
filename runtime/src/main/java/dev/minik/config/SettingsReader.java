package dev.minik.config;

import dev.minik.config.Draft.Settings;
import dev.minik.config.EtcdConfig.Topology;
import dev.minik.model.ImageReference;
import dev.minik.model.RegistryName;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads what a file says of a cluster as a whole, besides its nodes and its network. */
final class SettingsReader {
    static final Pattern GATE = Pattern.compile("[A-Za-z][A-Za-z0-9]*");
    static final Pattern API = Pattern.compile("[a-z0-9./-]+");
    /** An etcd with an even number of members survives no more failures than one with a member less. */
    private static final Set<Long> ETCD_NODES = Set.of(1L, 3L, 5L);

    private final ReadContext in;
    private final Problems problems;
    private final PatchReader patches;

    SettingsReader(ReadContext in) {
        this.in = in;
        this.problems = in.problems();
        this.patches = new PatchReader(problems);
    }

    /** Reads the fields at the top of the file. */
    Settings read(Fields fields) {
        var components = new ComponentsConfig(
                featureGates(fields.mapping("featureGates")),
                runtimeConfig(fields.mapping("runtimeConfig")),
                imageRepository(fields));
        var endpoint = fields.word("controlPlaneEndpoint", ControlPlaneEndpoint.values(), ControlPlaneEndpoint::text)
                .orElse(ControlPlaneEndpoint.BALANCER);
        return new Settings(
                components,
                etcd(fields.mapping("etcd")),
                endpoint,
                new RegistryReader(in).read(fields),
                localRegistries(fields),
                new ProxyReader(problems).read(fields.mapping("proxy")),
                patches.kubeadm(fields, ""),
                patches.containerd(fields));
    }

    private List<RegistryName> localRegistries(Fields fields) {
        var names = new LinkedHashSet<RegistryName>();
        for (var text : fields.texts("localRegistries")) {
            problems.valid(text.path(), () -> new RegistryName(text.value()))
                    .filter(name -> !names.add(name))
                    .ifPresent(name ->
                            problems.add(text.path(), "%s is there already".formatted(Values.quote(text.value()))));
        }
        return List.copyOf(names);
    }

    private Map<String, Boolean> featureGates(Fields fields) {
        var gates = new LinkedHashMap<String, Boolean>();
        for (var name : fields.names()) {
            if (!GATE.matcher(name).matches()) {
                problems.add(fields.path(name), "is not the name of a feature gate");
            }
            gates.put(name, fields.flag(name));
        }
        return gates;
    }

    private Map<String, String> runtimeConfig(Fields fields) {
        var apis = new LinkedHashMap<String, String>();
        for (var name : fields.names()) {
            if (!API.matcher(name).matches()) {
                problems.add(fields.path(name), "is not the name of an API, such as api/alpha or batch/v1");
            }
            fields.text(name).ifPresent(value -> {
                if (!value.equals("true") && !value.equals("false")) {
                    problems.add(fields.path(name), "%s is none of 'true', 'false'".formatted(Values.quote(value)));
                }
                apis.put(name, value);
            });
        }
        return apis;
    }

    private Optional<String> imageRepository(Fields fields) {
        var field = "imageRepository";
        return fields.text(field)
                .flatMap(text -> problems.valid(fields.path(field), () -> new ImageReference(text + "/pause"))
                        .map(valid -> text));
    }

    private EtcdConfig etcd(Fields fields) {
        var topology =
                fields.word("topology", Topology.values(), Topology::text).orElse(Topology.STACKED);
        var nodes = fields.number("nodes");
        nodes.filter(count -> !ETCD_NODES.contains(count))
                .ifPresent(count ->
                        problems.add(fields.path("nodes"), "%d is none of 1, 3, 5 members of etcd".formatted(count)));
        if (topology == Topology.STACKED && nodes.isPresent()) {
            problems.add(fields.path("nodes"), "etcd runs on the control planes, unless 'topology: external' is said");
        }
        var ephemeral = fields.flag("ephemeral");
        fields.end();
        return new EtcdConfig(
                topology,
                topology == Topology.STACKED
                        ? 0
                        : nodes.filter(ETCD_NODES::contains).orElse(1L).intValue(),
                ephemeral);
    }
}
