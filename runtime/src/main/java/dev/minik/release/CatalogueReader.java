package dev.minik.release;

import dev.minik.model.KubernetesVersion;
import dev.minik.yaml.Yaml;
import dev.minik.yaml.YamlException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the catalogue file and refuses whatever does not look like what it should be. */
final class CatalogueReader {
    private static final Pattern MODULE_VERSION = Pattern.compile("v\\d+\\.\\d+\\.\\d+");
    /** See <a href="https://go.dev/ref/mod#pseudo-versions">pseudo-versions</a>. */
    private static final Pattern UNRELEASED_VERSION = Pattern.compile("v0\\.0\\.0-\\d{14}-[0-9a-f]{12}");

    private static final Pattern ETCD_TAG = Pattern.compile("\\d+\\.\\d+\\.\\d+-\\d+");
    private static final Pattern PLAIN_VERSION = Pattern.compile("\\d+\\.\\d+(\\.\\d+)?");
    private static final Pattern API_VERSION = Pattern.compile("v\\d+((alpha|beta)\\d+)?");

    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern ADDRESS = Pattern.compile("https://[a-z0-9.-]+/[\\w./+-]+");
    /** What helm would take for more than a value, such as a comma, does not match. */
    private static final Pattern CHART_VALUE = Pattern.compile("[\\w./:-]+|" + Pattern.quote(ClusterFact.MARK) + "("
            + Arrays.stream(ClusterFact.values()).map(Enum::name).collect(Collectors.joining("|")) + ")");

    private static final String CHART = "chart";

    /** What is not read yet; a field that is left over is a misspelt one. */
    private final Map<String, Object> left;

    private final String where;

    private CatalogueReader(@Nullable Object value, String where) {
        if (!(value instanceof Map<?, ?> map)) {
            throw broken(where + " is not a mapping");
        }
        this.left = new LinkedHashMap<>();
        map.forEach((key, child) -> left.put(String.valueOf(key), child == null ? "" : child));
        this.where = where;
    }

    /** Reads a catalogue; throws {@link IllegalStateException} on a broken one. */
    static KubernetesCatalogue read(String text) {
        var file = new CatalogueReader(parse(text), "the catalogue");
        var defaultVersion = file.version("default");
        if (!(file.take("releases") instanceof List<?> entries) || entries.isEmpty()) {
            throw broken("there are no releases");
        }
        var releases = new ArrayList<KubernetesRelease>();
        for (int i = 0; i < entries.size(); i++) {
            releases.add(release(new CatalogueReader(entries.get(i), "releases[" + i + "]")));
        }
        var components = components(new CatalogueReader(file.take("components"), "components"));
        var registry = registry(new CatalogueReader(file.take("registry"), "registry"));
        var networks = new NetworkCatalogue(
                new CatalogueReader(file.take("networks"), "networks").each(CatalogueReader::network),
                helm(new CatalogueReader(file.take("helm"), "helm")));
        file.end();
        return new KubernetesCatalogue(releases, defaultVersion, components, registry, networks);
    }

    private static KubernetesRelease release(CatalogueReader in) {
        var release = new KubernetesRelease(
                in.version("version"),
                in.text("etcd", ETCD_TAG),
                in.text("etcdModule", MODULE_VERSION),
                in.text("coreDns", MODULE_VERSION),
                in.text("pause", PLAIN_VERSION),
                in.text("kubeadmApi", API_VERSION));
        in.end();
        return release;
    }

    private static NodeComponents components(CatalogueReader in) {
        var components = new NodeComponents(
                in.text("go", PLAIN_VERSION),
                in.text("containerd", MODULE_VERSION),
                in.text("runc", MODULE_VERSION),
                in.text("crictl", MODULE_VERSION),
                in.text("cniPlugins", MODULE_VERSION),
                in.text("flannel", MODULE_VERSION),
                in.text("flannelCniPlugin", MODULE_VERSION),
                in.text("localPathProvisioner", MODULE_VERSION));
        in.end();
        return components;
    }

    private static RegistryComponents registry(CatalogueReader in) {
        var registry = new RegistryComponents(
                in.text("distribution", MODULE_VERSION), in.text("rootCertificates", UNRELEASED_VERSION));
        in.end();
        return registry;
    }

    private static PinnedNetwork network(CatalogueReader in) {
        var version = in.text("version", MODULE_VERSION);
        var network = in.left.containsKey(CHART)
                ? new PinnedNetwork.Chart(version, in.file(CHART), in.chartValues())
                : new PinnedNetwork.Manifest(version, in.file("manifest"));
        in.end();
        return network;
    }

    private static HelmRelease helm(CatalogueReader in) {
        var helm = new HelmRelease(
                in.text("version", MODULE_VERSION),
                new CatalogueReader(in.take("archives"), in.where + ".archives").each(archive -> {
                    var file = archive.file("address");
                    archive.end();
                    return file;
                }));
        in.end();
        return helm;
    }

    /** Reads a mapping of mappings. */
    private <T> Map<String, T> each(Function<CatalogueReader, T> reading) {
        var all = new LinkedHashMap<String, T>();
        left.forEach((name, value) -> all.put(name, reading.apply(new CatalogueReader(value, where + "." + name))));
        return all;
    }

    private PinnedFile file(String address) {
        return new PinnedFile(URI.create(text(address, ADDRESS)), text("sha256", SHA256));
    }

    private Map<String, String> chartValues() {
        var values = new CatalogueReader(take("values"), where + ".values");
        var all = new LinkedHashMap<String, String>();
        List.copyOf(values.left.keySet()).forEach(name -> all.put(name, values.text(name, CHART_VALUE)));
        return all;
    }

    private static @Nullable Object parse(String text) {
        try {
            return Yaml.load(text);
        } catch (YamlException e) {
            throw new IllegalStateException("the catalogue is not YAML: " + e.getMessage(), e);
        }
    }

    private KubernetesVersion version(String field) {
        return KubernetesVersion.parse(text(field, MODULE_VERSION));
    }

    private String text(String field, Pattern pattern) {
        if (take(field) instanceof String text && pattern.matcher(text).matches()) {
            return text;
        }
        throw broken("%s: %s is missing or does not match %s".formatted(where, field, pattern));
    }

    private @Nullable Object take(String field) {
        return left.remove(field);
    }

    private void end() {
        if (!left.isEmpty()) {
            throw broken("%s: unknown fields %s".formatted(where, left.keySet()));
        }
    }

    private static IllegalStateException broken(String reason) {
        return new IllegalStateException("the Kubernetes catalogue is broken: " + reason);
    }
}
