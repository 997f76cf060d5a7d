package dev.minik.network;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.minik.archive.TarBuilder;
import dev.minik.config.Cni;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.plan.Plans;
import dev.minik.process.HostCommandRunner;
import dev.minik.progress.Progress;
import dev.minik.release.HelmRelease;
import dev.minik.release.KubernetesCatalogue;
import dev.minik.release.NetworkCatalogue;
import dev.minik.release.PinnedFile;
import dev.minik.release.PinnedNetwork;
import dev.minik.yaml.Yaml;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CniManifestsTest {
    private static final String HOST =
            HelmProgram.host(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));

    /** Stands in for helm: prints a manifest that holds its arguments and where its configuration is. */
    private static final String HELM = """
            #!/bin/sh
            echo "program: $0"
            echo "config: $HELM_CONFIG_HOME"
            echo "arguments: $*"
            """;

    /** A chart that tells what it was rendered with. */
    private static final byte[] CHART = zipped(new TarBuilder()
            .file("/tiny/Chart.yaml", 0644, "apiVersion: v2\nname: tiny\nversion: 1.0.0\n")
            .file("/tiny/values.yaml", 0644, "ipam: {mode: other}\nkubeProxyReplacement: false\n")
            .file("/tiny/crds/crd.yaml", 0644, "kind: Definition\n")
            .file("/tiny/templates/map.yaml", 0644, """
                    kind: ConfigMap
                    data:
                      mode: {{ .Values.ipam.mode }}
                      replacement: {{ kindOf .Values.kubeProxyReplacement }} {{ .Values.kubeProxyReplacement }}
                      server: {{ .Values.k8sServiceHost }}:{{ .Values.k8sServicePort }}
                      version: {{ .Capabilities.KubeVersion.Version }}
                      namespace: {{ .Release.Namespace }}
                      name: {{ .Release.Name }}
                    """)
            .build());

    private final FileServer server = new FileServer();

    @TempDir
    Path directory = Path.of("");

    CniManifestsTest() throws IOException {}

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void theCatalogueHasJustTheNetworksThatArePinned() {
        assertEquals(
                Arrays.stream(Cni.values())
                        .filter(cni -> cni.manifest() == Cni.Manifest.PINNED)
                        .map(Cni::text)
                        .collect(Collectors.toCollection(TreeSet::new)),
                new TreeSet<>(KubernetesCatalogue.load().networks().networks().keySet()));
    }

    @Test
    void networksOfTheImageNeedNone() {
        for (String word : List.of("flannel", "bridge", "none")) {
            assertEquals(
                    Optional.empty(), manifest("networking: {cni: %s}".formatted(word), catalogue(Map.of())), word);
        }
    }

    @Test
    void aPublishedManifestIsTakenAsItIs() {
        var catalogue = calico(server.put("/calico.yaml", "subnet: {{ .PodSubnet }}\n".getBytes(UTF_8)));

        assertEquals(Optional.of("subnet: {{ .PodSubnet }}\n"), manifest("networking: {cni: calico}", catalogue));
    }

    @Test
    void whoHasNoNetworkMayNameAFile() {
        var catalogue = calico(server.put("/calico.yaml", new byte[0]));
        server.close();

        var failure = assertThrows(MinikException.class, () -> manifest("networking: {cni: calico}", catalogue));

        assertEquals(
                "connect this machine, or download that file on another one and let networking.cni name it",
                failure.remedy());
    }

    @Test
    void theHostsHelmRendersAChart() throws IOException {
        var bin = Files.createDirectory(directory.resolve("bin"));
        program(Files.writeString(bin.resolve("helm"), HELM));

        var lines = rendered(cilium(new HelmRelease("v4.3.0", Map.of())), bin);

        assertEquals("program: " + bin.resolve("helm"), lines.get(0));
        assertEquals("config: " + cache().resolve("helm/config"), lines.get(1));
        assertTrue(lines.get(2).contains("--kube-version v1.37.0 --set mode=fixed --set replace=true"), lines.get(2));
    }

    @Test
    void aHostWithoutHelmGetsOne() throws IOException {
        var catalogue = cilium(helm(HOST + "/helm"));

        var lines = rendered(catalogue, directory);

        assertTrue(lines.get(0).startsWith("program: " + cache()), lines.get(0));
        server.close();
        assertEquals(lines, rendered(catalogue, directory), "nothing is downloaded again");
        assertEquals(List.of("/cilium.tgz", "/helm.tar.gz"), server.requests());
    }

    @Test
    void anArchiveWithoutTheProgramIsTold() throws IOException {
        var catalogue = cilium(helm("other/helm"));

        var failure = assertThrows(MinikException.class, () -> rendered(catalogue, directory));

        assertEquals(ExitCode.FAILED, failure.exitCode());
        assertEquals(
                "helm v4.3.0, which renders the network's chart, cannot be unpacked: its archive lacks %s/helm"
                        .formatted(HOST),
                failure.message());
        try (var kept = Files.list(cache())) {
            assertEquals(2, kept.count(), "the two that were downloaded");
        }
    }

    @Test
    void aHostForWhichThereIsNoHelmIsTold() {
        var catalogue = cilium(new HelmRelease("v4.3.0", Map.of()));

        var failure = assertThrows(MinikException.class, () -> rendered(catalogue, directory));

        assertEquals("there is no helm on the PATH, and minik knows none for " + HOST, failure.message());
        assertTrue(failure.remedy().startsWith("install helm on this machine"), failure.remedy());
    }

    @Test
    void hostsAreCalledAsGoCallsThem() {
        assertEquals("linux-amd64", HelmProgram.host("Linux", "amd64"));
        assertEquals("linux-amd64", HelmProgram.host("Linux", "x86_64"));
        assertEquals("linux-arm64", HelmProgram.host("Linux", "aarch64"));
    }

    /** Only where there is a helm: the stand-in of the other tests accepts everything. */
    @Test
    void realHelmTakesWhatItIsTold() {
        var path = System.getenv().getOrDefault("PATH", "");
        assumeTrue(Arrays.stream(path.split(File.pathSeparator, -1))
                .anyMatch(place -> Files.isExecutable(Path.of(place, "helm"))));
        var values =
                ((PinnedNetwork.Chart) KubernetesCatalogue.load().networks().network("cilium")).values();
        var chart = new PinnedNetwork.Chart("v1.0.0", server.put("/tiny.tgz", CHART), values);
        var catalogue = new NetworkCatalogue(Map.of("cilium", chart), new HelmRelease("v4.3.0", Map.of()));
        var config = Plans.config("networking: {cni: cilium, kubeProxyMode: none}");

        var manifest = new CniManifests(
                        cache(), () -> catalogue, Map.of("PATH", path), new HostCommandRunner(), Progress.silent())
                .of(config.networking(), Plans.plan(config, Plans.HOST))
                .orElseThrow();

        assertEquals(
                List.of(
                        Map.of("kind", "Definition"),
                        Map.of(
                                "kind",
                                "ConfigMap",
                                "data",
                                Map.of(
                                        "mode",
                                        "kubernetes",
                                        "replacement",
                                        "bool true",
                                        "server",
                                        "demo-api:6443",
                                        "version",
                                        "v1.37.0",
                                        "namespace",
                                        "kube-system",
                                        "name",
                                        "cilium"))),
                Yaml.loadAll(manifest));
        assertFalse(Files.exists(cache().resolve("helm/no-cluster")));
    }

    private Path cache() {
        return directory.resolve("cache");
    }

    private List<String> rendered(NetworkCatalogue catalogue, Path path) {
        return manifest("networking: {cni: cilium, kubeProxyMode: none}", catalogue, path)
                .orElseThrow()
                .lines()
                .toList();
    }

    private Optional<String> manifest(String fields, NetworkCatalogue catalogue) {
        return manifest(fields, catalogue, directory);
    }

    private Optional<String> manifest(String fields, NetworkCatalogue catalogue, Path path) {
        var config = Plans.config(fields);
        var variables = Map.of("PATH", "relative" + File.pathSeparator + path);
        return new CniManifests(cache(), () -> catalogue, variables, new HostCommandRunner(), Progress.silent())
                .of(config.networking(), Plans.plan(config, Plans.HOST));
    }

    private static NetworkCatalogue calico(PinnedFile file) {
        return catalogue(Map.of("calico", new PinnedNetwork.Manifest("v1.2.3", file)));
    }

    private static NetworkCatalogue catalogue(Map<String, PinnedNetwork> networks) {
        return new NetworkCatalogue(networks, new HelmRelease("v4.3.0", Map.of()));
    }

    private NetworkCatalogue cilium(HelmRelease helm) {
        var values = new LinkedHashMap<String, String>();
        values.put("mode", "fixed");
        values.put("replace", "$NO_KUBE_PROXY");
        var chart = new PinnedNetwork.Chart("v4.5.6", server.put("/cilium.tgz", CHART), values);
        return new NetworkCatalogue(Map.of("cilium", chart), helm);
    }

    private HelmRelease helm(String place) {
        var archive = zipped(new TarBuilder()
                .file("/" + HOST + "/LICENSE", 0644, "text")
                .file("/" + place, 0755, HELM)
                .build());
        return new HelmRelease("v4.3.0", Map.of(HOST, server.put("/helm.tar.gz", archive)));
    }

    private static void program(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static byte[] zipped(byte[] content) {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(bytes)) {
            zip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
