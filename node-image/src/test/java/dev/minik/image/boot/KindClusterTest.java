package dev.minik.image.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A cluster of two nodes that an unmodified kind makes of the image, with both IP versions. */
@Tag("image")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KindClusterTest {
    private static final String CLUSTER = "minik-image-test";
    private static final String CONTROL_PLANE = CLUSTER + "-control-plane";
    private static final String WORKER = CLUSTER + "-worker";

    private final Tool docker = Tool.docker();
    private final Path directory;
    private final Tool kind;

    KindClusterTest(@TempDir Path directory) {
        this.directory = directory;
        kind = KindProgram.writingTo(directory.resolve("kubeconfig"));
    }

    @BeforeAll
    void create() throws IOException {
        var config = Files.writeString(directory.resolve("kind.yaml"), """
                kind: Cluster
                apiVersion: kind.x-k8s.io/v1alpha4
                networking: {ipFamily: dual}
                nodes: [{role: control-plane}, {role: worker}]
                containerdConfigPatches:
                - |
                  [plugins."io.containerd.cri.v1.images".registry.headers]
                    X-Trial = ["merged"]
                """);
        kind.run(
                "create",
                "cluster",
                "--name",
                CLUSTER,
                "--image",
                TestImage.name(),
                "--config",
                config.toString(),
                "--wait",
                "2m");
        apply("""
                apiVersion: v1
                kind: PersistentVolumeClaim
                metadata: {name: data}
                spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 10Mi}}}
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: web, labels: {app: web}}
                spec:
                  nodeSelector: {kubernetes.io/hostname: %s} # a volume is made when the scheduler has chosen
                  terminationGracePeriodSeconds: 0
                  containers:
                  - name: web
                    image: %s
                    command: [sh, -c, "echo hello from the volume >/data/index.html; exec httpd -f -p 8080 -h /data"]
                    volumeMounts: [{name: data, mountPath: /data}]
                  volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: web}
                spec:
                  type: NodePort
                  ipFamilyPolicy: RequireDualStack
                  selector: {app: web}
                  ports: [{port: 80, targetPort: 8080, nodePort: 30080}]
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: client}
                spec:
                  nodeName: %s
                  terminationGracePeriodSeconds: 0
                  tolerations: [{operator: Exists}]
                  containers: [{name: client, image: %2$s, command: [sleep, infinity]}]
                """.formatted(WORKER, busybox(), CONTROL_PLANE));
        kubectl("wait", "--for=condition=Ready", "--timeout=2m", "nodes", "--all");
        kubectl("wait", "--for=condition=Ready", "--timeout=2m", "pods", "client", "web");
        kubectl("wait", "--for=condition=Ready", "--timeout=2m", "pods", "--all", "--namespace", "kube-system");
    }

    @AfterAll
    void delete() {
        kind.run("delete", "cluster", "--name", CLUSTER);
    }

    @Test
    @Order(1)
    void podsReachServicesByNameOnOtherNodes() {
        assertEquals("hello from the volume", inClient("wget -T 5 -qO- http://web.default.svc.cluster.local"));
    }

    /** Two addresses behind a service need rules that one does not. */
    @Test
    @Order(1)
    void everyRuleOfKubeProxyIsAccepted() {
        var log = kubectl("logs", "--namespace", "kube-system", "--selector", "k8s-app=kube-proxy", "--tail=-1");
        assertFalse(log.contains("Failed to execute"), log);
    }

    @Test
    @Order(1)
    void podsReachEachOtherWithBothIpVersions() {
        var addresses = kubectl("get", "pod", "web", "--output", "jsonpath={.status.podIPs[*].ip}")
                .split(" ");
        assertEquals(2, addresses.length, () -> String.join(" ", addresses));
        for (String address : addresses) {
            var host = address.contains(":") ? "[" + address + "]" : address;
            assertEquals("hello from the volume", inClient("wget -T 5 -qO- http://" + host + ":8080"));
        }
        var services = kubectl("get", "service", "web", "--output", "jsonpath={.spec.clusterIPs[*]}")
                .split(" ");
        assertEquals(2, services.length, () -> String.join(" ", services));
        for (String address : services) {
            var host = address.contains(":") ? "[" + address + "]" : address;
            assertEquals("hello from the volume", inClient("wget -T 5 -qO- http://" + host));
        }
    }

    @Test
    @Order(1)
    void podsResolveNamesThatTheEngineKnows() {
        var address = addressOf(WORKER);
        var answer = inClient("nslookup -type=a " + WORKER + ".");
        assertTrue(answer.contains("Address: " + address), answer);
    }

    @Test
    @Order(1)
    void nodePortsAnswerOnLocalhost() {
        assertEquals("hello from the volume", in(CONTROL_PLANE, "curl", "-sS", "-m", "5", "http://localhost:30080"));
    }

    @Test
    @Order(1)
    void patchesOfContainerdsConfigurationAreMerged() {
        var script = """
                containerd config dump | grep -A1 -F .registry.headers] | sed -n "s/.*X-Trial = \\['\\(.*\\)'\\]/\\1/p"
                """;
        assertEquals("merged", in(WORKER, "bash", "-c", script));
    }

    @Test
    @Order(1)
    void loadedImageRuns() throws IOException {
        // an image of one file, so that nothing need be pulled: the node's own busybox
        var name = "localhost/minik-image-test:" + UUID.randomUUID().toString().substring(0, 8);
        var busybox = directory.resolve("busybox");
        docker.run("cp", WORKER + ":/usr/bin/busybox", busybox.toString());
        var layer = directory.resolve("layer.tar");
        new Tool("tar", Map.of()).run("-C", directory.toString(), "-cf", layer.toString(), "busybox");
        docker.run("import", layer.toString(), name);
        try {
            kind.run("load", "docker-image", name, "--name", CLUSTER);
        } finally {
            docker.run("image", "rm", name);
        }
        apply("""
                apiVersion: v1
                kind: Pod
                metadata: {name: loaded}
                spec:
                  restartPolicy: Never
                  nodeName: %s
                  containers: [{name: loaded, image: "%s", imagePullPolicy: Never, command: [/busybox, echo, loaded]}]
                """.formatted(WORKER, name));
        kubectl("wait", "--for=jsonpath={.status.phase}=Succeeded", "--timeout=1m", "pod", "loaded");
        assertEquals("loaded", kubectl("logs", "loaded"));
    }

    /** Under a covered /proc the kernel lets nobody in a user namespace mount one. */
    @Test
    @Order(1)
    void podsMayHaveUserNamespaces() {
        apply("""
                apiVersion: v1
                kind: Pod
                metadata: {name: user-namespace}
                spec:
                  hostUsers: false
                  restartPolicy: Never
                  nodeName: %s
                  containers: [{name: c, image: "%s", command: [cat, /proc/self/uid_map]}]
                """.formatted(WORKER, busybox()));
        kubectl("wait", "--for=jsonpath={.status.phase}=Succeeded", "--timeout=1m", "pod", "user-namespace");
        var map = kubectl("logs", "user-namespace").strip().split("\\s+");
        assertEquals("65536", map[2], () -> String.join(" ", map));
    }

    @Test
    @Order(1)
    void logsAreExported() throws IOException {
        var logs = directory.resolve("logs");
        kind.run("export", "logs", "--name", CLUSTER, logs.toString());
        for (String node : List.of(CONTROL_PLANE, WORKER)) {
            for (String file : List.of("kubelet.log", "containerd.log", "journal.log", "serial.log")) {
                assertNotEquals(0, Files.size(logs.resolve(node).resolve(file)), file);
            }
            assertTrue(Files.isDirectory(logs.resolve(node).resolve("pods")));
        }
    }

    /** Engines hand out addresses anew when containers start: the first to come gets the lowest. */
    @Test
    @Order(2)
    void clusterSurvivesChangedAddresses() {
        var before = addressOf(CONTROL_PLANE);
        docker.run("stop", CONTROL_PLANE, WORKER);
        var squatters = List.of(occupyAddress(), occupyAddress());
        try {
            docker.run("start", WORKER, CONTROL_PLANE);
            var after = addressOf(CONTROL_PLANE);
            assertNotEquals(before, after);
            in(CONTROL_PLANE, "timeout", "120", "bash", "-c", "until kubectl get --raw /readyz; do sleep 0.1; done");
            kubectl(
                    "wait",
                    "--for=jsonpath={.status.addresses[0].address}=" + after,
                    "--timeout=2m",
                    "node",
                    CONTROL_PLANE);
            kubectl("wait", "--for=condition=Ready", "--timeout=2m", "nodes", "--all");
            kubectl("wait", "--for=condition=Ready", "--timeout=2m", "pods", "client", "web");
            kubectl("rollout", "status", "--timeout=2m", "--namespace", "kube-system", "deployment", "coredns");
            // what is Ready may have been Ready before, and not have been judged since
            assertEquals(
                    "hello from the volume",
                    inClient(
                            "timeout 60 sh -c 'until wget -T 5 -qO- http://web.default.svc.cluster.local 2>/dev/null; do sleep 0.1; done'"));
            podsResolveNamesThatTheEngineKnows();
        } finally {
            squatters.forEach(squatter -> docker.run("rm", "--force", squatter));
        }
    }

    private String occupyAddress() {
        return docker.run(
                "run",
                "--detach",
                "--label",
                "dev.minik/test=image",
                "--network",
                "kind",
                "--entrypoint",
                "sleep",
                TestImage.name(),
                "300");
    }

    private String busybox() {
        return in(CONTROL_PLANE, "bash", "-c", "sed -n 's/.*--helper-image=//p' /kind/manifests/default-storage.yaml");
    }

    private String addressOf(String node) {
        return docker.run("inspect", "--format", "{{.NetworkSettings.Networks.kind.IPAddress}}", node);
    }

    private String in(String node, String... argv) {
        return docker.run(
                Stream.concat(Stream.of("exec", node), Stream.of(argv)).toArray(String[]::new));
    }

    private String inClient(String script) {
        return kubectl("exec", "client", "--", "sh", "-c", script);
    }

    private void apply(String manifests) {
        var file = directory.resolve("manifests.yaml");
        try {
            Files.writeString(file, manifests);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        docker.run("cp", file.toString(), CONTROL_PLANE + ":/kind/trial.yaml");
        kubectl("apply", "--filename", "/kind/trial.yaml");
    }

    /** The node's own kubectl: that the cluster can be reached from the host is kind's to test. */
    private String kubectl(String... arguments) {
        return in(
                CONTROL_PLANE,
                Stream.concat(Stream.of("kubectl"), Stream.of(arguments)).toArray(String[]::new));
    }
}
