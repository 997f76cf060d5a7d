package dev.minik.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
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

/** The program of a node that writes how add-ons are posted, by this host's awk. */
class AddOnsTest {
    private static final String MANIFESTS = """
            [patches] Reading patches from path "/minik/patches"
            ---apiVersion: apps/v1
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
            apiVersion: v1
            kind: Service
            metadata:
              name: kube-dns
              namespace: kube-system
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRoleBinding
            metadata:
              name: system:dns
            roleRef:
              kind: ClusterRole
              name: system:other
            subjects:
            - kind: ServiceAccount
              name: dns
              namespace: kube-system
            ---
            apiVersion: v1
            kind: ServiceAccount
            metadata:
              name: dns
              namespace: kube-system
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

    private static final String SPACE = "/namespaces/kube-system/";

    private final Path directory;

    AddOnsTest(@TempDir Path directory) throws IOException {
        this.directory = directory;
        Files.writeString(directory.resolve("ca.crt"), "-----BEGIN CERTIFICATE-----\nabc\n-----END CERTIFICATE-----\n");
        Files.writeString(directory.resolve("add-ons"), NodeArchive.text("add-ons"));
    }

    @Test
    void podsAreMadeAsTheirControllersWould() throws IOException, InterruptedException {
        write(MANIFESTS);
        var requests = requests("pods");

        assertEquals(
                List.of(
                        "/api/v1" + SPACE + "pods",
                        "/apis/apps/v1" + SPACE + "replicasets",
                        "/api/v1" + SPACE + "pods",
                        "/api/v1" + SPACE + "pods"),
                paths(requests));
        var marks = Map.of("k8s-app", "kube-dns", "pod-template-hash", "42");
        var pod = requests.get(0);
        var set = requests.get(1);
        assertEquals("dns-42", set.at("metadata", "name"));
        assertEquals(marks, set.at("metadata", "labels"));
        assertEquals(2, set.at("spec", "replicas"));
        assertEquals(marks, set.at("spec", "selector", "matchLabels"));
        assertEquals(marks, set.at("spec", "template", "metadata", "labels"));
        assertTrue(pod.name().matches("dns-42-[b-z2-9]{5}"), pod.name());
        assertEquals(marks, pod.at("metadata", "labels"));
        assertEquals(set.at("spec", "template", "metadata", "annotations"), pod.at("metadata", "annotations"));
        assertEquals("demo-control-plane", pod.at("spec", "nodeName"));
        assertEquals(set.at("spec", "template", "spec", "containers"), pod.at("spec", "containers"));
    }

    @Test
    void daemonsGetAPodOnEachNode() throws IOException, InterruptedException {
        write(MANIFESTS);
        var requests = requests("pods");
        var first = requests.get(2);
        var second = requests.get(3);

        assertTrue(first.name().matches("proxy-[b-z2-9]{5}"), first.name());
        assertNotEquals(first.name(), second.name());
        assertEquals(Map.of("app", "proxy", "pod-template-generation", "1"), first.at("metadata", "labels"));
        assertEquals(true, first.at("spec", "hostNetwork"));
        assertEquals("demo-control-plane", first.at("spec", "nodeName"));
        assertEquals("demo-worker", second.at("spec", "nodeName"));
    }

    @Test
    void repeatedRequestsMakeNoSecondPod() throws IOException, InterruptedException {
        write(MANIFESTS);
        var names = requests("pods").stream().map(Request::name).toList();
        write(MANIFESTS);

        assertEquals(names, requests("pods").stream().map(Request::name).toList());
    }

    @Test
    void whatPodsNeedComesBeforeThemAndWhatTheyBelongToAfter() throws IOException, InterruptedException {
        write(MANIFESTS);

        assertEquals(
                List.of(
                        "/api/v1" + SPACE + "configmaps",
                        "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings",
                        "/api/v1" + SPACE + "serviceaccounts"),
                paths(requests("before")));
        assertEquals("system:dns", requests("before").get(1).name());
        assertEquals(
                List.of(
                        "/apis/apps/v1" + SPACE + "deployments",
                        "/api/v1" + SPACE + "services",
                        "/apis/apps/v1" + SPACE + "daemonsets"),
                paths(requests("after")));
        assertEquals("RollingUpdate", requests("after").get(0).at("spec", "strategy", "type"));
    }

    @Test
    void podsFindTheCertificateOfTheCluster() throws IOException, InterruptedException {
        write(MANIFESTS);

        assertEquals(
                Files.readString(directory.resolve("ca.crt")),
                requests("before").get(0).at("data", "ca.crt"));
    }

    @Test
    void failsOnWhatLooksOtherwise() throws IOException, InterruptedException {
        assertNotEquals(0, run("""
                kind: DaemonSet
                metadata: {name: a, namespace: b}
                spec: {template: {metadata: {labels: {app: a}}}}
                """));
        assertNotEquals(0, run(MANIFESTS.replace("namespace: kube-system", "finalizers: []")));
        assertNotEquals(0, run(MANIFESTS.replace("kind: Service\n", "kind: Gateway\n")));
    }

    private void write(String manifests) throws IOException, InterruptedException {
        assertEquals(0, run(manifests));
    }

    private int run(String manifests) throws IOException, InterruptedException {
        var manifest = Files.writeString(directory.resolve("manifest.yaml"), manifests);
        Files.createDirectories(directory.resolve("posted"));
        return new ProcessBuilder(
                        "awk",
                        "-v",
                        "server=https://localhost:6443",
                        "-v",
                        "node=demo-control-plane",
                        "-v",
                        "nodes=demo-control-plane,demo-worker",
                        "-v",
                        "hash=42",
                        "-v",
                        "authority=" + directory.resolve("ca.crt"),
                        "-v",
                        "credentials=admin.pem",
                        "-v",
                        "directory=" + directory.resolve("posted"),
                        "-f",
                        directory.resolve("add-ons").toString(),
                        manifest.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    private List<Request> requests(String configuration) throws IOException {
        var posted = directory.resolve("posted");
        var requests = new ArrayList<Request>();
        var path = "";
        for (var line : Files.readAllLines(posted.resolve(configuration + ".curl"), StandardCharsets.UTF_8)) {
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

    private static List<String> paths(List<Request> requests) {
        return requests.stream().map(Request::path).toList();
    }

    private static String value(String line) {
        return line.substring(line.indexOf('"') + 1, line.length() - 1);
    }

    private record Request(String path, Map<String, Object> body) {
        String name() {
            return (String) at("metadata", "name");
        }

        Object at(String... path) {
            Object found = body;
            for (var key : path) {
                found = Objects.requireNonNull(((Map<?, ?>) found).get(key), key);
            }
            return found;
        }
    }
}
