package dev.minik.cli.real;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.engine.ExecSpec;
import dev.minik.engine.HostEnvironment;
import dev.minik.engine.locate.EngineLocator;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** One cluster of a control plane and two workers, with everything a workload asks of it. */
@Tag("cluster")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClusterNetworkTest {
    private static final String CLUSTER = "net-test";
    private static final int NODE_PORT = 30080;
    private static final Duration SOON = Duration.ofSeconds(60);

    private Path directory = Path.of("");
    private Shell shell = new Shell(directory);
    private int hostPort;

    @BeforeAll
    void createCluster(@TempDir Path temporary) throws IOException {
        directory = temporary;
        shell = new Shell(directory);
        try (var socket = new ServerSocket(0)) {
            hostPort = socket.getLocalPort();
        }
        var config = shell.file("cluster.yaml", """
                kind: Cluster
                apiVersion: minik.dev/v1alpha1
                name: %s
                nodes:
                - role: control-plane
                  extraPortMappings:
                  - containerPort: %d
                    hostPort: %d
                - role: worker
                  labels: {tier: front}
                - role: worker
                """.formatted(CLUSTER, NODE_PORT, hostPort));
        shell.minik("create", "cluster", "--config", config.toString()).ok();
        var workload = shell.file("workload.yaml", WORKLOAD);
        shell.kubectl(CLUSTER, "apply", "-f", workload.toString()).ok();
        shell.kubectl(CLUSTER, "wait", "--for=condition=Ready", "pod", "--all", "--timeout=90s")
                .ok();
        // a pod is known to be ready before kube-proxy on another node has written its rules
        Shell.eventually(
                "the client's node knows the service",
                SOON,
                () -> shell.kubectl(CLUSTER, "exec", "client", "--", "wget", "-q", "-T", "10", "-O", "-", "http://web/")
                                .exitCode()
                        == 0);
    }

    @AfterAll
    void deleteCluster() {
        shell.minik("delete", "cluster", CLUSTER).ok();
    }

    @Test
    void everyNodeIsReadyAndCarriesItsLabels() {
        var nodes = shell.kubectl(CLUSTER, "get", "nodes", "-l", "tier=front", "-o", "name")
                .ok();

        assertEquals(List.of("node/" + CLUSTER + "-worker"), nodes.lines());
        var ready = shell.kubectl(
                        CLUSTER,
                        "get",
                        "nodes",
                        "-o",
                        "jsonpath={.items[*].status.conditions[?(@.type=='Ready')].status}")
                .ok();
        assertEquals("True True True", ready.stdout());
    }

    @Test
    void podsReachEachOtherByAddressAcrossNodes() {
        var address = shell.kubectl(CLUSTER, "get", "pod", "web", "-o", "jsonpath={.status.podIP}")
                .ok()
                .stdout();

        assertEquals("hello from web", fetchFromPod("http://" + address + ":8080/"));
    }

    @Test
    void podsReachServicesByAddressAndName() {
        var address = shell.kubectl(CLUSTER, "get", "service", "web", "-o", "jsonpath={.spec.clusterIP}")
                .ok()
                .stdout();

        assertEquals("hello from web", fetchFromPod("http://" + address + "/"));
        assertEquals("hello from web", fetchFromPod("http://web/"));
        assertEquals("hello from web", fetchFromPod("http://web.default.svc.cluster.local/"));
    }

    @Test
    void hostReachesANodePortThroughAPortMapping() {
        var client = HttpClient.newHttpClient();
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + hostPort + "/"))
                .timeout(Duration.ofSeconds(20))
                .build();

        Shell.eventually("the node port leads to the pod", SOON, () -> answers(client, request, "hello from web"));
    }

    private static boolean answers(HttpClient client, HttpRequest request, String wanted) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString())
                    .body()
                    .strip()
                    .equals(wanted);
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void logsExecAndPortForwardWork() throws IOException {
        assertTrue(shell.kubectl(CLUSTER, "logs", "web").ok().stdout().contains("web is here"));
        assertEquals(
                List.of("web"),
                shell.kubectl(CLUSTER, "exec", "web", "--", "hostname").ok().lines());
        int port;
        try (var socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        var forward = shell.startMinik("kubectl", "--name", CLUSTER, "--", "port-forward", "pod/web", port + ":8080");
        try {
            Shell.eventually(
                    "port-forward answers", SOON, () -> forward.saidSoFar().contains("Forwarding from"));
            var answer = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
                                    .timeout(Duration.ofSeconds(20))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertEquals("hello from web", answer.body().strip());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            forward.process().descendants().forEach(ProcessHandle::destroy);
            forward.process().destroy();
        }
    }

    @Test
    void dataOutlivesItsPod() {
        var pod = shell.file("writer.yaml", POD_WITH_CLAIM);
        shell.kubectl(CLUSTER, "apply", "-f", pod.toString()).ok();
        shell.kubectl(CLUSTER, "wait", "--for=condition=Ready", "pod/keeper", "--timeout=90s")
                .ok();
        shell.kubectl(CLUSTER, "exec", "keeper", "--", "sh", "-c", "echo kept > /data/file")
                .ok();

        shell.kubectl(CLUSTER, "delete", "pod", "keeper", "--grace-period=0", "--force")
                .ok();
        shell.kubectl(CLUSTER, "apply", "-f", pod.toString()).ok();
        shell.kubectl(CLUSTER, "wait", "--for=condition=Ready", "pod/keeper", "--timeout=90s")
                .ok();

        assertEquals(
                List.of("kept"),
                shell.kubectl(CLUSTER, "exec", "keeper", "--", "cat", "/data/file")
                        .ok()
                        .lines());
    }

    @Test
    void whatKubeletsServeWithIsSignedByTheClustersCa() {
        for (String node : List.of("-control-plane", "-worker")) {
            var address = shell.kubectl(
                            CLUSTER,
                            "get",
                            "node",
                            CLUSTER + node,
                            "-o",
                            "jsonpath={.status.addresses[?(@.type=='InternalIP')].address}")
                    .ok()
                    .stdout();

            assertEquals("401", statusSeenInControlPlane("https://" + address + ":10250/pods"), node);
        }
    }

    @Test
    void whatTheControllerManagerServesWithIsSignedByTheClustersCa() {
        assertEquals("200", statusSeenInControlPlane("https://127.0.0.1:10257/healthz"));
    }

    @Test
    void packetsToUnusedServiceAddressesAreRefusedAtOnce() {
        // nothing listens and no rule translates it: refused by the node, not sent to the host's network
        var answer = shell.kubectl(
                CLUSTER, "exec", "client", "--", "sh", "-c", "wget -T 5 -O - http://10.96.200.200/ 2>&1 || true");

        assertTrue(answer.ok().stdout().contains("refused") || answer.stdout().contains("unreachable"), answer::stdout);
    }

    @Test
    void statusAndListsTellWhatIsThere() {
        assertTrue(shell.minik("status", CLUSTER).ok().stdout().contains("running, ready"));
        assertTrue(shell.minik("get", "clusters").ok().lines().contains(CLUSTER));
        assertEquals(
                3, shell.minik("get", "nodes", "--name", CLUSTER).ok().lines().size());
        var json = shell.minik("get", "clusters", "-o", "json").ok().stdout();
        assertTrue(
                json.contains("\"name\": \"" + CLUSTER + "\"") || json.contains("\"name\":\"" + CLUSTER + "\""), json);
    }

    @Test
    void kubeconfigIsPrivateAndNamesTheContext() throws IOException {
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(shell.kubeconfig())));
        assertTrue(Files.readString(shell.kubeconfig()).contains("current-context: minik-" + CLUSTER));
    }

    @Test
    void logsOfAllNodesAreExported() {
        var target = directory.resolve("logs");

        shell.minik("export", "logs", target.toString(), "--name", CLUSTER).ok();

        for (String node : List.of("-control-plane", "-worker", "-worker2")) {
            assertTrue(Files.isRegularFile(target.resolve(CLUSTER + node).resolve("kubelet.log")), node);
        }
    }

    @Test
    void theSameNameAgainIsRefusedAndChangesNothing() {
        var again = shell.minik("create", "cluster", CLUSTER).exits(5);

        assertTrue(again.stderr().contains("exists already"), again::stderr);
        shell.kubectl(CLUSTER, "get", "--raw", "/readyz").ok();
    }

    /** Returns the status of what is answered to somebody unknown, by a server that the cluster's CA vouches for. */
    private static String statusSeenInControlPlane(String url) {
        try (var engine = EngineLocator.of(HostEnvironment.current()).locate(Optional.empty())) {
            var answer = engine.exec(
                    CLUSTER + "-control-plane",
                    ExecSpec.of(
                            "curl",
                            "--silent",
                            "--show-error",
                            "--cacert",
                            "/etc/kubernetes/pki/ca.crt",
                            "--output",
                            "/dev/null",
                            "--write-out",
                            "%{http_code}",
                            url));
            assertEquals(0, answer.exitCode(), answer::stderr);
            return answer.stdout();
        }
    }

    private String fetchFromPod(String url) {
        return shell.kubectl(CLUSTER, "exec", "client", "--", "wget", "-q", "-T", "10", "-O", "-", url)
                .ok()
                .stdout()
                .strip();
    }

    private static final String WORKLOAD = """
            apiVersion: v1
            kind: Pod
            metadata: {name: web, labels: {app: web}}
            spec:
              nodeName: net-test-worker
              containers:
              - name: web
                image: docker.io/library/busybox:stable
                command: [sh, -c, "echo web is here; mkdir /www; echo hello from web > /www/index.html; exec httpd -f -p 8080 -h /www"]
                readinessProbe: {httpGet: {port: 8080}, periodSeconds: 1}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: web}
            spec:
              type: NodePort
              selector: {app: web}
              ports: [{port: 80, targetPort: 8080, nodePort: 30080}]
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: client}
            spec:
              nodeName: net-test-worker2
              containers:
              - name: client
                image: docker.io/library/busybox:stable
                command: [sleep, "100000"]
            """;

    private static final String POD_WITH_CLAIM = """
            apiVersion: v1
            kind: PersistentVolumeClaim
            metadata: {name: kept}
            spec:
              accessModes: [ReadWriteOnce]
              resources: {requests: {storage: 10Mi}}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: keeper}
            spec:
              containers:
              - name: keeper
                image: docker.io/library/busybox:stable
                command: [sleep, "100000"]
                volumeMounts: [{name: data, mountPath: /data}]
              volumes: [{name: data, persistentVolumeClaim: {claimName: kept}}]
            """;
}
