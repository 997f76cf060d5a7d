package dev.minik.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** The program of a node that writes what controllers will make, by this host's awk. */
class FirstPodsTest {
    private static final String MANIFESTS = """
            apiVersion: v1
            kind: ServiceAccount
            metadata:
              name: dns
              namespace: kube-system
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              labels:
                k8s-app: kube-dns
              name: dns
              namespace: kube-system
            spec:
              replicas: 2
              selector:
                matchLabels:
                  k8s-app: kube-dns
              template:
                metadata:
                  labels:
                    k8s-app: kube-dns
                  annotations:
                    note: 'say "hello"'
                spec:
                  containers:
                  - name: dns
                    args:
                    - --labels
                    image: registry.k8s.io/dns:v1
              strategy:
                type: RollingUpdate
            ---
            apiVersion: apps/v1
            kind: DaemonSet
            metadata:
              name: proxy
              namespace: kube-system
            spec:
              selector:
                matchLabels:
                  app: proxy
              template:
                metadata:
                  labels:
                    app: proxy
                spec:
                  hostNetwork: true
                  containers:
                  - name: proxy
                    image: registry.k8s.io/proxy:v1
            """;

    private final Path directory;

    FirstPodsTest(@TempDir Path directory) throws IOException {
        this.directory = directory;
        Files.writeString(directory.resolve("ca.crt"), "-----BEGIN CERTIFICATE-----\nabc\n-----END CERTIFICATE-----\n");
        Files.writeString(directory.resolve("first-pods"), NodeArchive.text("first-pods"));
    }

    @Test
    void podsAreMadeAsTheirControllersWould() throws IOException, InterruptedException {
        var requests = requests(MANIFESTS);

        assertEquals(
                List.of(
                        "/api/v1/namespaces/kube-system/configmaps",
                        "/apis/apps/v1/namespaces/kube-system/replicasets",
                        "/api/v1/namespaces/kube-system/pods",
                        "/api/v1/namespaces/kube-system/pods"),
                requests.stream().map(Request::path).toList());
        var marks = Map.of("k8s-app", "kube-dns", "pod-template-hash", "42");
        var set = requests.get(1);
        assertEquals("dns-42", set.at("metadata", "name"));
        assertEquals(marks, set.at("metadata", "labels"));
        assertEquals(2, set.at("spec", "replicas"));
        assertEquals(marks, set.at("spec", "selector", "matchLabels"));
        assertEquals(marks, set.at("spec", "template", "metadata", "labels"));
        var pod = requests.get(2);
        assertEquals("dns-42-", pod.at("metadata", "generateName"));
        assertEquals(marks, pod.at("metadata", "labels"));
        assertEquals(set.at("spec", "template", "metadata", "annotations"), pod.at("metadata", "annotations"));
        assertEquals("demo-control-plane", pod.at("spec", "nodeName"));
        assertEquals(set.at("spec", "template", "spec", "containers"), pod.at("spec", "containers"));
        var daemon = requests.get(3);
        assertEquals("proxy-", daemon.at("metadata", "generateName"));
        assertEquals(Map.of("app", "proxy", "pod-template-generation", "1"), daemon.at("metadata", "labels"));
        assertEquals(true, daemon.at("spec", "hostNetwork"));
        assertEquals("demo-control-plane", daemon.at("spec", "nodeName"));
    }

    @Test
    void podsFindTheCertificateOfTheCluster() throws IOException, InterruptedException {
        assertEquals(
                Files.readString(directory.resolve("ca.crt")),
                requests(MANIFESTS).get(0).at("data", "ca.crt"));
    }

    @Test
    void nothingIsMadeOfWhatLooksOtherwise() throws IOException, InterruptedException {
        assertEquals(List.of(), requests(""));
        assertEquals(List.of(), requests("""
                kind: DaemonSet
                metadata: {name: a, namespace: b}
                spec: {template: {metadata: {labels: {app: a}}}}
                """));
        assertEquals(List.of(), requests(MANIFESTS.replace("namespace: kube-system", "finalizers: []")));
    }

    private List<Request> requests(String manifests) throws IOException, InterruptedException {
        var manifest = Files.writeString(directory.resolve("manifest.yaml"), manifests);
        var posted = directory.resolve("posted");
        Files.createDirectories(posted);
        var configuration = directory.resolve("curl");
        var awk = new ProcessBuilder(
                        "awk",
                        "-v",
                        "server=https://localhost:6443",
                        "-v",
                        "node=demo-control-plane",
                        "-v",
                        "hash=42",
                        "-v",
                        "authority=" + directory.resolve("ca.crt"),
                        "-v",
                        "credentials=admin.pem",
                        "-v",
                        "directory=" + posted,
                        "-f",
                        directory.resolve("first-pods").toString(),
                        manifest.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(configuration.toFile())
                .start();
        assertEquals(0, awk.waitFor());

        var requests = new ArrayList<Request>();
        var path = "";
        for (var line : Files.readAllLines(configuration, StandardCharsets.UTF_8)) {
            if (line.startsWith("url = ")) {
                path = value(line).replace("https://localhost:6443", "");
            } else if (line.startsWith("data-binary = ")) {
                var file = Path.of(value(line).substring(1));
                assertTrue(file.startsWith(posted), line);
                requests.add(new Request(path, new Yaml().load(Files.readString(file))));
            }
        }
        return requests;
    }

    private static String value(String line) {
        return line.substring(line.indexOf('"') + 1, line.length() - 1);
    }

    private record Request(String path, Map<String, Object> body) {
        Object at(String... path) {
            Object found = body;
            for (var key : path) {
                found = Objects.requireNonNull(((Map<?, ?>) found).get(key), key);
            }
            return found;
        }
    }
}
