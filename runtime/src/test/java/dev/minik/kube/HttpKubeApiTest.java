package dev.minik.kube;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.minik.model.Cidr;
import dev.minik.model.IpAddress;
import dev.minik.model.KubernetesVersion;
import dev.minik.pki.ClientTls;
import dev.minik.pki.ClusterPki;
import dev.minik.pki.PkiSpec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The API client against a server with the certificates that minik makes. */
class HttpKubeApiTest {
    private static final ClusterPki PKI = pki();

    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<String> written = new CopyOnWriteArrayList<>();
    /** The first of these requests get no answer. */
    private final List<String> brokenOff = new CopyOnWriteArrayList<>();

    private HttpsServer server;
    private KubeApi api;

    @BeforeEach
    void serve() throws IOException {
        var files = PKI.controlPlaneFiles("node", List.of(IpAddress.parse("127.0.0.1")));
        var certificate = Objects.requireNonNull(files.get(ClusterPki.DIRECTORY + "/apiserver.crt"));
        var key = Objects.requireNonNull(files.get(ClusterPki.DIRECTORY + "/apiserver.key"));
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(
                new HttpsConfigurator(ClientTls.context(PKI.caCertificatePem(), certificate.text(), key.text())));
        server.createContext("/", exchange -> {
            asked.add(
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath());
            if (brokenOff.remove(asked.get(asked.size() - 1))) {
                exchange.close();
                return;
            }
            var answer = answers.get(
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath());
            var request = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            if (!request.isEmpty()) {
                written.add(request);
            }
            var body = (answer == null ? "{}" : answer).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer == null ? 404 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        api = api(PKI);
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aConfigMapIsAppliedInOneRequestAndDeletedWhereItIs() {
        var path = "/api/v1/namespaces/kube-public/configmaps/one";
        answers.put("PATCH " + path, "{}");

        api.applyConfigMap("kube-public", "one", Map.of("key", "a: \"b\"\n"));
        api.deleteConfigMap("kube-public", "one");

        assertThrows(KubeApiException.class, () -> api.applyConfigMap("kube-public", "other", Map.of()));
        assertEquals(
                List.of("PATCH " + path, "DELETE " + path, "PATCH /api/v1/namespaces/kube-public/configmaps/other"),
                asked);
    }

    @Test
    void tellsWhenNodesWereHeardOfLast() {
        answers.put("GET /apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases", """
                {"items": [
                  {"metadata": {"name": "a"}, "spec": {"renewTime": "2026-11-21T23:21:44.123456Z"}},
                  {"metadata": {"name": "b"}, "spec": {}}]}
                """);
        answers.put("GET /api/v1/nodes", """
                {"items": [{"metadata": {"name": "a"}, "status": {"conditions": [
                    {"type": "Ready", "status": "True", "lastHeartbeatTime": "2026-11-21T23:21:44Z"}]}}]}
                """);

        assertEquals(Map.of("a", Instant.parse("2026-11-21T23:21:44.123456Z")), api.heartbeats());
        assertEquals(
                Optional.of(Instant.parse("2026-11-21T23:21:44Z")),
                api.nodes().get(0).reported());
    }

    @Test
    void tellsSinceWhenPodsRun() {
        answers.put("GET /api/v1/pods", """
                {"items": [
                  {"metadata": {"name": "a", "namespace": "kube-system"}, "spec": {"nodeName": "n"}, "status": {
                    "conditions": [{"type": "Ready", "status": "True"}], "podIPs": [{"ip": "10.0.0.2"}, {"ip": "fd00::2"}],
                    "containerStatuses": [
                      {"state": {"running": {"startedAt": "2026-11-21T23:21:45Z"}}},
                      {"state": {"running": {"startedAt": "2026-11-21T23:21:44Z"}}}]}},
                  {"metadata": {"name": "b", "namespace": "kube-system"}, "spec": {"nodeName": "n"}, "status": {
                    "containerStatuses": [
                      {"state": {"running": {"startedAt": "2026-11-21T23:21:45Z"}}},
                      {"state": {"waiting": {"reason": "CrashLoopBackOff"}}}]}}]}
                """);

        assertEquals(
                List.of(
                        new KubeApi.StartedPod(
                                "kube-system",
                                "a",
                                "n",
                                true,
                                Optional.of(Instant.parse("2026-11-21T23:21:45Z")),
                                Set.of("10.0.0.2", "fd00::2")),
                        new KubeApi.StartedPod("kube-system", "b", "n", false, Optional.empty(), Set.of())),
                api.startedPods("k8s-app", List.of("kube-proxy", "kube-dns")));
    }

    @Test
    void aServiceLeadsToWhatIsReady() {
        var path = "/apis/discovery.k8s.io/v1/namespaces/kube-system/endpointslices";
        answers.put("GET " + path, "{\"items\": []}");
        assertEquals(Optional.empty(), api.endpoints("kube-system", "kube-dns"));

        answers.put("GET " + path, """
                {"items": [
                  {"endpoints": [
                    {"addresses": ["10.0.0.2"], "conditions": {"ready": true}},
                    {"addresses": ["10.0.0.3"], "conditions": {"ready": false, "terminating": true}}]},
                  {"endpoints": [{"addresses": ["fd00::2"]}]}]}
                """);

        assertEquals(Optional.of(Set.of("10.0.0.2", "fd00::2")), api.endpoints("kube-system", "kube-dns"));
    }

    @Test
    void onlyALeaseThatNobodyRenewsAnyMoreIsReleased() {
        var path = "/apis/coordination.k8s.io/v1/namespaces/kube-system/leases/kube-scheduler";
        var renewed = Instant.parse("2026-11-21T23:21:44Z");
        var later = renewed.plusSeconds(1);
        api.releaseLease("kube-system", "kube-scheduler", Map.of("a", later));
        answers.put("GET " + path, """
                {"metadata": {"resourceVersion": "7"}, "spec": {"holderIdentity": "a_4f1c_2", "renewTime": "%s"}}
                """.formatted(renewed));
        api.releaseLease("kube-system", "kube-scheduler", Map.of("a", renewed, "b", later));
        api.releaseLease("kube-system", "kube-scheduler", Map.of());
        assertEquals(List.of(), written);

        answers.put("PUT " + path, "{}");
        api.releaseLease("kube-system", "kube-scheduler", Map.of("a", later, "b", renewed));

        assertEquals(1, written.size());
        assertTrue(written.get(0).contains("\"resourceVersion\":\"7\""), written::toString);
        assertTrue(written.get(0).contains("\"holderIdentity\":\"\""), written::toString);
    }

    @Test
    void readsNodesWithTheirReadiness() {
        answers.put("GET /api/v1/nodes", """
                {"items": [
                  {"metadata": {"name": "a"}, "status": {"conditions": [
                    {"type": "DiskPressure", "status": "False"},
                    {"type": "Ready", "status": "False", "message": "cni plugin not initialized"}],
                    "nodeInfo": {"kubeletVersion": "v1.37.0"}}},
                  {"metadata": {"name": "b"}, "status": {}}]}
                """);

        var nodes = api.nodes();

        assertEquals(2, nodes.size());
        assertFalse(nodes.get(0).isReady());
        assertEquals("cni plugin not initialized", nodes.get(0).message());
        assertEquals("v1.37.0", nodes.get(0).kubeletVersion());
        assertEquals("Unknown", nodes.get(1).ready());
    }

    @Test
    void tellsDeploymentsThatAreNotThereFromUnavailableOnes() {
        var path = "GET /apis/apps/v1/namespaces/kube-system/deployments/coredns";
        assertEquals(Optional.empty(), api.deploymentAvailable("kube-system", "coredns"));

        answers.put(path, "{\"status\": {\"conditions\": [{\"type\": \"Available\", \"status\": \"False\"}]}}");
        assertEquals(Optional.of(false), api.deploymentAvailable("kube-system", "coredns"));

        answers.put(path, "{\"status\": {\"conditions\": [{\"type\": \"Available\", \"status\": \"True\"}]}}");
        assertEquals(Optional.of(false), api.deploymentAvailable("kube-system", "coredns"), "none of one is there");

        answers.put(
                path,
                "{\"status\": {\"availableReplicas\": 1, \"conditions\": [{\"type\": \"Available\", \"status\": \"True\"}]}}");
        assertEquals(Optional.of(true), api.deploymentAvailable("kube-system", "coredns"));
    }

    @Test
    void findsWhatKeepsAPodFromRunning() {
        answers.put("GET /api/v1/pods", """
                {"items": [
                  {"metadata": {"namespace": "x", "name": "crashes"}, "spec": {"nodeName": "a"}, "status": {
                    "conditions": [{"type": "Ready", "status": "False"}],
                    "containerStatuses": [{"name": "c", "state": {"waiting": {"reason": "CrashLoopBackOff",
                      "message": "back-off 10s"}}, "lastState": {"terminated": {"exitCode": 3}}}]}},
                  {"metadata": {"namespace": "x", "name": "waits"}, "spec": {}, "status": {
                    "conditions": [{"type": "PodScheduled", "status": "False", "message": "0/1 nodes are available"}]}}]}
                """);

        var pods = api.pods();

        assertEquals(
                "container c: CrashLoopBackOff back-off 10s (last ended with code 3)",
                pods.get(0).problem());
        assertEquals("0/1 nodes are available", pods.get(1).problem());
    }

    @Test
    void deletingWhatIsNotThereIsNoFailure() {
        api.deleteSecret("kube-system", "bootstrap-token-abcdef");
    }

    @Test
    void aServerOfAnotherClusterIsNotTrusted() {
        var other = api(pki());

        var failure = assertThrows(KubeApiException.class, other::nodes);

        assertTrue(String.valueOf(failure.getMessage()).contains("PKIX"), failure::getMessage);
    }

    @Test
    void aServerMayBeKnownByAName() {
        answers.put("GET /api/v1/nodes", "{\"items\": []}");

        assertEquals(List.of(), api(PKI, Optional.of("kubernetes")).nodes());
    }

    @Test
    void aServerOfAnotherNameIsNotTrusted() {
        var failure = assertThrows(KubeApiException.class, api(PKI, Optional.of("other"))::nodes);

        assertTrue(String.valueOf(failure.getMessage()).contains("does not name 'other'"), failure::getMessage);
        assertThrows(KubeApiException.class, api(pki(), Optional.of("kubernetes"))::nodes, "of another cluster");
    }

    @Test
    void aQuestionThatBreaksOffIsAskedOnceMoreAndAChangeIsNot() {
        var nodes = "GET /api/v1/nodes";
        var secret = "DELETE /api/v1/namespaces/kube-system/secrets/one";
        answers.put(nodes, "{\"items\": []}");
        brokenOff.addAll(List.of(nodes, secret));

        assertEquals(List.of(), api.nodes());
        assertThrows(KubeApiException.class, () -> api.deleteSecret("kube-system", "one"));

        assertEquals(List.of(nodes, nodes, secret), asked);
    }

    @Test
    void aServerThatIsNotThereIsSaid() {
        server.stop(0);

        var failure = assertThrows(KubeApiException.class, api::nodes);

        assertTrue(String.valueOf(failure.getMessage()).endsWith("ConnectException"), failure::getMessage);
    }

    private KubeApi api(ClusterPki trusted) {
        return api(trusted, Optional.empty());
    }

    private KubeApi api(ClusterPki trusted, Optional<String> serverName) {
        var client = trusted.superAdmin();
        var address = URI.create("https://127.0.0.1:" + server.getAddress().getPort());
        var tls = ClientTls.context(trusted.caCertificatePem(), client.certificatePem(), client.keyPem(), serverName);
        return new HttpKubeApi(new ApiAccess(address, tls));
    }

    private static ClusterPki pki() {
        var spec = PkiSpec.of(
                KubernetesVersion.parse("v1.37.0"),
                "cluster.local",
                List.of(Cidr.parse("10.96.0.0/16")),
                "demo-api",
                List.of());
        return ClusterPki.create(spec, new SecureRandom(), InstantSource.system());
    }
}
