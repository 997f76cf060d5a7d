package dev.minik.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.minik.model.KubernetesVersion;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class KubernetesCatalogueTest {
    private static final String GOOD = """
            default: v1.37.0
            releases:
            - version: v1.36.3
              etcd: 3.6.8-0
              etcdModule: v3.6.8
              coreDns: v1.14.2
              pause: 3.10.2
              kubeadmApi: v1beta4
            - version: v1.37.0
              etcd: 3.7.0-0
              etcdModule: v3.7.0
              coreDns: v1.14.6
              pause: 3.10.2
              kubeadmApi: v1beta4
            components:
              go: 1.26.2
              containerd: v2.3.4
              runc: v1.4.3
              crictl: v1.36.0
              cniPlugins: v1.9.1
              flannel: v0.28.4
              flannelCniPlugin: v0.9.1
              localPathProvisioner: v0.0.30
            registry:
              distribution: v3.1.2
              rootCertificates: v0.0.0-20261030153154-30a33513ff6d
            networks:
              plain:
                version: v1.2.3
                manifest: https://example.org/v1.2.3/plain.yaml
                sha256: 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
              packed:
                version: v4.5.6
                chart: https://example.org/packed-4.5.6.tgz
                sha256: 0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a
                values:
                  mode: simple
                  host: $API_HOST
            helm:
              version: v4.3.0
              archives:
                linux-amd64:
                  address: https://example.org/helm.tar.gz
                  sha256: 1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b
            """;

    private final KubernetesCatalogue catalogue = KubernetesCatalogue.load();

    @Test
    void listsTheNewestFirst() {
        assertEquals(
                List.of("v1.37.0", "v1.36.3", "v1.35.4"),
                catalogue.supported().stream().map(r -> r.version().toString()).toList());
        assertEquals(
                "v1.37.0",
                CatalogueReader.read(GOOD).supported().get(0).version().toString());
    }

    @Test
    void hasADefaultThatItLists() {
        assertEquals("v1.37.0", catalogue.defaultRelease().version().toString());
        assertTrue(catalogue.supported().contains(catalogue.defaultRelease()));
    }

    @ParameterizedTest
    @CsvSource({
        "v1.37.0, 3.7.0-0, v3.7.0, v1.14.6, 3.10.2",
        "v1.36.3, 3.6.8-0, v3.6.8, v1.14.2, 3.10.2",
        "v1.35.4, 3.6.6-0, v3.6.6, v1.13.1, 3.10.1"
    })
    void knowsWhatKubeadmOfAVersionAsksFor(String version, String etcd, String module, String coreDns, String pause) {
        var release = catalogue.get(KubernetesVersion.parse(version)).orElseThrow();
        assertEquals(etcd, release.etcd());
        assertEquals(module, release.etcdModule());
        assertEquals(
                List.of(
                        "registry.k8s.io/kube-apiserver:" + version,
                        "registry.k8s.io/kube-controller-manager:" + version,
                        "registry.k8s.io/kube-scheduler:" + version,
                        "registry.k8s.io/kube-proxy:" + version,
                        "registry.k8s.io/coredns/coredns:" + coreDns,
                        "registry.k8s.io/pause:" + pause,
                        "registry.k8s.io/etcd:" + etcd),
                release.images());
        assertEquals("v1beta4", release.kubeadmApi());
    }

    @Test
    void knowsNoVersionThatItDoesNotList() {
        assertTrue(catalogue.get(KubernetesVersion.parse("v1.37.1")).isEmpty());
        assertTrue(catalogue.get(KubernetesVersion.parse("v1.37.0-rc.1")).isEmpty());
    }

    @Test
    void etcdIsBuiltFromTheVersionThatItsTagNames() {
        for (var release : catalogue.supported()) {
            assertEquals(release.etcdModule(), "v" + release.etcd().replaceFirst("-\\d+$", ""));
        }
    }

    @Test
    void networksAreManifestsOrChartsWithTheirValues() {
        var networks = CatalogueReader.read(GOOD).networks();

        var plain = networks.network("plain");
        assertEquals("v1.2.3", plain.version());
        assertEquals(
                URI.create("https://example.org/v1.2.3/plain.yaml"),
                plain.file().address());
        var packed = (PinnedNetwork.Chart) networks.network("packed");
        assertEquals(
                Map.of("mode", "simple", "host", "API_HOST of a cluster"),
                packed.valuesFor(fact -> fact + " of a cluster"));
        assertEquals(
                Optional.of("https://example.org/helm.tar.gz"),
                networks.helm()
                        .archiveFor("linux-amd64")
                        .map(file -> file.address().toString()));
        assertEquals(Optional.empty(), networks.helm().archiveFor("windows-amd64"));
        assertThrows(IllegalStateException.class, () -> networks.network("other"));
    }

    static Stream<Arguments> broken() {
        return Stream.of(
                arguments("default: v1.37.0", "default: v1.30.0", "lacks its default, v1.30.0"),
                arguments("default: v1.37.0", "default: latest", "default is missing or does not match"),
                arguments("default: v1.37.0", "default: '", "not YAML"),
                arguments("- version: v1.36.3", "- version: v1.37.0", "lists versions twice: [v1.37.0]"),
                arguments("etcd: 3.6.8-0", "etcd: 3.6.8", "releases[0]: etcd is missing or does not match"),
                arguments("etcd: 3.6.8-0", "etcdd: 3.6.8-0", "releases[0]: etcd is missing"),
                arguments("pause: 3.10.2", "pause: [3]", "releases[0]: pause is missing"),
                arguments("pause: 3.10.2", "pause: 3.10.2\n  more: 1", "releases[0]: unknown fields [more]"),
                arguments("runc: v1.4.3", "runc:", "components: runc is missing"),
                arguments("runc: v1.4.3", "runc: v1.4.3\n  more: v1", "components: unknown fields [more]"),
                arguments("releases:", "releases: []\nolder:", "there are no releases"),
                arguments("registry:", "registry: {}\nx:", "registry: distribution is missing"),
                arguments("20261030153154-", "", "rootCertificates is missing or does not match"),
                arguments("manifest:", "chart:", "networks.plain.values is not a mapping"),
                arguments("manifest:", "file:", "networks.plain: manifest is missing"),
                arguments("manifest: https:", "manifest: http:", "networks.plain: manifest is missing or does not"),
                arguments("sha256: 01234", "sha256: 1234", "networks.plain: sha256 is missing or does not match"),
                arguments("version: v4.5.6", "version: 4.5.6", "networks.packed: version is missing or does not"),
                arguments("mode: simple", "mode: 1", "networks.packed.values: mode is missing or does not match"),
                arguments("mode: simple", "mode: a,b=c", "networks.packed.values: mode is missing or does not match"),
                arguments(
                        "host: $API_HOST",
                        "host: API HOST",
                        "networks.packed.values: host is missing or does not match"),
                arguments("host: $API_HOST", "host: a\n    more: 1", "networks.packed: unknown fields [more]"),
                arguments("networks:", "networks: a\nolder:", "networks is not a mapping"),
                arguments("archives:", "archives: {}\n  x:", "helm: unknown fields [x]"),
                arguments("linux-amd64:", "linux-amd64:\n      x: 1", "helm.archives.linux-amd64: unknown fields [x]"),
                arguments("components:", "older:", "components is not a mapping"),
                arguments("components:", "older: 1\ncomponents:", "the catalogue: unknown fields [older]"));
    }

    @ParameterizedTest
    @MethodSource("broken")
    void refusesABrokenFile(String right, String wrong, String reason) {
        assertTrue(GOOD.contains(right), right);
        var text = GOOD.replaceFirst(Pattern.quote(right), wrong);
        var failure = assertThrows(IllegalStateException.class, () -> CatalogueReader.read(text));
        assertTrue(String.valueOf(failure.getMessage()).contains(reason), failure.getMessage());
    }
}
