package dev.minik.config;

import dev.minik.model.ClusterName;
import dev.minik.model.IpFamily;
import dev.minik.model.KubernetesVersion;
import dev.minik.yaml.Yaml;
import dev.minik.yaml.YamlException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Reads the whole file: which schema it is in, and its top-level fields.
 *
 * @see <a href="https://kind.sigs.k8s.io/docs/user/configuration/">kind's configuration</a>
 */
final class ClusterReader {
    private static final String KIND = "Cluster";
    private static final String[] OURS = {
        "kubernetesVersion", "imageRepository", "controlPlaneEndpoint", "etcd", "registries", "localRegistries", "proxy"
    };

    private final Path directory;
    private final Problems problems;
    private final List<String> warnings;

    ClusterReader(Path directory, Problems problems, List<String> warnings) {
        this.directory = directory;
        this.problems = problems;
        this.warnings = warnings;
    }

    /** Reads what there is; whatever is wrong goes to the problems. */
    Draft read(String text) {
        return document(text).map(this::cluster).orElse(Draft.DEFAULT);
    }

    private Optional<Object> document(String text) {
        if (text.length() > ConfigSource.MAX_BYTES
                || text.getBytes(StandardCharsets.UTF_8).length > ConfigSource.MAX_BYTES) {
            problems.add("", "is larger than %d KiB".formatted(ConfigSource.MAX_BYTES / 1024));
            return Optional.empty();
        }
        try {
            var documents = Yaml.loadAll(text);
            if (documents.size() == 1) {
                return Optional.of(documents.get(0));
            }
            problems.add(
                    "",
                    documents.isEmpty()
                            ? "is empty; the smallest config is 'apiVersion: %s' and 'kind: %s'"
                                    .formatted(SchemaVersion.MINIK.apiVersion(), KIND)
                            : "holds %d YAML documents; a config is one".formatted(documents.size()));
        } catch (YamlException e) {
            problems.add("", "is not YAML that can be read: " + e.getMessage());
        }
        return Optional.empty();
    }

    private Draft cluster(Object document) {
        if (!(document instanceof Map)) {
            problems.add("", "must be a mapping, but is " + Values.describe(document));
            return Draft.DEFAULT;
        }
        var fields = new Fields(document, "", problems);
        var schema = schema(fields);
        var name = fields.text("name").flatMap(text -> problems.valid("name", () -> new ClusterName(text)));
        var file = new ReadContext(schema, IpFamily.IPV4, directory, problems, warnings);
        var networking = new NetworkingReader(file).read(fields.mapping("networking"));
        var in = new ReadContext(schema, networking.ipFamily(), directory, problems, warnings);
        in.ours(fields, OURS);
        var draft = new Draft(
                name,
                nodes(fields.list("nodes"), in),
                networking,
                version(fields),
                new SettingsReader(in).read(fields));
        fields.end();
        return draft;
    }

    /** Returns the schema of the file; ours, to go on with, when it names none that is known. */
    private SchemaVersion schema(Fields fields) {
        var valid = Arrays.stream(SchemaVersion.values())
                .map(SchemaVersion::apiVersion)
                .collect(Collectors.joining(" or "));
        fields.required("kind", "it must be " + KIND)
                .filter(kind -> !kind.equals(KIND))
                .ifPresent(kind -> {
                    problems.add("kind", "%s is not known; it must be %s".formatted(Values.quote(kind), KIND));
                });
        var apiVersion = fields.required("apiVersion", "it must be " + valid);
        var schema = apiVersion.flatMap(SchemaVersion::of);
        if (apiVersion.isPresent() && schema.isEmpty()) {
            problems.add(
                    "apiVersion", "%s is not known; it must be %s".formatted(Values.quote(apiVersion.get()), valid));
        }
        return schema.orElse(SchemaVersion.MINIK);
    }

    private List<DraftNode> nodes(List<?> entries, ReadContext in) {
        if (entries.isEmpty()) {
            return Draft.DEFAULT.nodes();
        }
        if (entries.size() > ClusterConfig.MAX_NODES) {
            // nobody wrote these by hand, and nobody reads as many problems
            problems.add("nodes", ClusterRules.tooMany(entries.size()));
        }
        var nodes = new ArrayList<DraftNode>();
        for (int i = 0; i < Math.min(entries.size(), ClusterConfig.MAX_NODES); i++) {
            nodes.add(new NodeReader(in).read(entries.get(i), "nodes[%d]".formatted(i)));
        }
        return nodes;
    }

    private Optional<Placed<KubernetesVersion>> version(Fields fields) {
        var field = "kubernetesVersion";
        return fields.text(field)
                .flatMap(text -> problems.valid(field, () -> KubernetesVersion.parse(text)))
                .map(version -> new Placed<>(field, version));
    }
}
