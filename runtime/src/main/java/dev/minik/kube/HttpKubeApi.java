package dev.minik.kube;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.minik.config.NodeConfig.Taint;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** {@link KubeApi} over the JDK's HTTP client: one connection, a few milliseconds a question, so that polling is cheap. */
public final class HttpKubeApi implements KubeApi {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;

    private final ApiAccess access;
    private final HttpClient client;
    private final ObjectMapper json = new ObjectMapper();

    /** Prepares access; connects at the first question. */
    public HttpKubeApi(ApiAccess access) {
        this.access = access;
        this.client = HttpClient.newBuilder()
                .connectTimeout(TIMEOUT)
                .sslContext(access.tls())
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    @Override
    public List<NodeState> nodes() {
        return ApiObjects.items(get("/api/v1/nodes")).map(ApiObjects::node).toList();
    }

    @Override
    public Map<String, NodeMarks> nodeMarks() {
        return ApiObjects.items(get("/api/v1/nodes"))
                .collect(Collectors.toMap(
                        node -> node.path("metadata").path("name").asText(), ApiObjects::marks));
    }

    @Override
    public void markNode(String name, Map<String, Optional<String>> labels, List<Taint> taints) {
        var patch = json.createObjectNode();
        var marks = patch.putObject("metadata").putObject("labels");
        labels.forEach((key, value) -> marks.put(key, value.orElse(null)));
        var list = patch.putObject("spec").putArray("taints");
        for (Taint taint : taints) {
            var one = list.addObject().put("key", taint.key()).put("effect", taint.effect());
            if (!taint.value().isEmpty()) {
                one.put("value", taint.value());
            }
        }
        parse(patch("/api/v1/nodes/" + name, patch.toString()));
    }

    @Override
    public Optional<Boolean> deploymentAvailable(String namespace, String name) {
        var response = send("GET", "/apis/apps/v1/namespaces/" + namespace + "/deployments/" + name);
        if (response.statusCode() == NOT_FOUND) {
            return Optional.empty();
        }
        var deployment = parse(response);
        // with one replica, of which one may be missing during an update, the condition holds from the start
        return Optional.of(ApiObjects.condition(deployment, "Available")
                        .path("status")
                        .asText()
                        .equals("True")
                && deployment.path("status").path("availableReplicas").asInt() > 0);
    }

    @Override
    public List<PodState> pods() {
        return ApiObjects.items(get("/api/v1/pods")).map(ApiObjects::pod).toList();
    }

    @Override
    public Map<String, Instant> leases(String namespace) {
        var renewed = new TreeMap<String, Instant>();
        ApiObjects.items(get("/apis/coordination.k8s.io/v1/namespaces/" + namespace + "/leases"))
                .forEach(lease -> ApiObjects.time(lease.path("spec").path("renewTime"))
                        .ifPresent(time -> renewed.put(ApiObjects.name(lease), time)));
        return renewed;
    }

    @Override
    public List<StartedPod> startedPods(String label, List<String> values) {
        var selector =
                URLEncoder.encode("%s in (%s)".formatted(label, String.join(",", values)), StandardCharsets.UTF_8);
        return ApiObjects.items(get("/api/v1/pods?labelSelector=" + selector))
                .map(ApiObjects::startedPod)
                .toList();
    }

    @Override
    public Optional<Set<String>> endpoints(String namespace, String service) {
        var slices = ApiObjects.items(get("/apis/discovery.k8s.io/v1/namespaces/%s/endpointslices?labelSelector=%s"
                        .formatted(
                                namespace,
                                URLEncoder.encode("kubernetes.io/service-name=" + service, StandardCharsets.UTF_8))))
                .toList();
        return slices.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        slices.stream().flatMap(ApiObjects::readyAddresses).collect(Collectors.toUnmodifiableSet()));
    }

    @Override
    public void releaseLease(String namespace, String name, Map<String, Instant> started) {
        var path = "/apis/coordination.k8s.io/v1/namespaces/%s/leases/%s".formatted(namespace, name);
        var found = send("GET", path);
        if (found.statusCode() == NOT_FOUND) {
            return;
        }
        var lease = parse(found);
        var holder = lease.path("spec").path("holderIdentity").asText().split("_", 2)[0];
        var start = started.getOrDefault(holder, Instant.MIN);
        if (ApiObjects.time(lease.path("spec").path("renewTime"))
                .filter(time -> time.isBefore(start))
                .isEmpty()) {
            return;
        }
        // with the version that was read: who has taken it meanwhile keeps it
        ((ObjectNode) lease.path("spec")).put("holderIdentity", "");
        var written = send("PUT", path, lease.toString());
        if (written.statusCode() != CONFLICT) {
            parse(written);
        }
    }

    @Override
    public void deleteSecret(String namespace, String name) {
        delete("/api/v1/namespaces/" + namespace + "/secrets/" + name);
    }

    /** By server-side apply: one request, whether it is there or not. */
    @Override
    public void applyConfigMap(String namespace, String name, Map<String, String> data) {
        var path = "/api/v1/namespaces/" + namespace + "/configmaps/" + name;
        var map = Map.of(
                "apiVersion",
                "v1",
                "kind",
                "ConfigMap",
                "metadata",
                Map.of("name", name, "namespace", namespace),
                "data",
                data);
        try {
            // YAML, which JSON is as well
            parse(send(request(path + "?fieldManager=minik&force=true")
                    .header("Content-Type", "application/apply-patch+yaml")
                    .method("PATCH", HttpRequest.BodyPublishers.ofByteArray(json.writeValueAsBytes(map)))));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void deleteConfigMap(String namespace, String name) {
        delete("/api/v1/namespaces/" + namespace + "/configmaps/" + name);
    }

    private void delete(String path) {
        var response = send("DELETE", path);
        if (response.statusCode() != NOT_FOUND) {
            parse(response);
        }
    }

    @Override
    public void close() {
        // the client of Java 17 has nothing to close; its threads end with it
    }

    private JsonNode get(String path) {
        return parse(send("GET", path));
    }

    private JsonNode parse(HttpResponse<byte[]> response) {
        if (response.statusCode() / 100 != 2) {
            throw new KubeApiException(
                    "%s answered %d".formatted(response.uri().getPath(), response.statusCode()), null);
        }
        try {
            return json.readTree(response.body());
        } catch (IOException e) {
            throw new KubeApiException("%s answered what is not JSON".formatted(response.uri()), e);
        }
    }

    private HttpResponse<byte[]> send(String method, String path) {
        return send(request(path).method(method, HttpRequest.BodyPublishers.noBody()));
    }

    private HttpResponse<byte[]> patch(String path, String patch) {
        return send(request(path)
                .header("Content-Type", "application/merge-patch+json")
                .method("PATCH", HttpRequest.BodyPublishers.ofString(patch)));
    }

    private HttpResponse<byte[]> send(String method, String path, String body) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(access.server().resolve(path))
                .timeout(TIMEOUT)
                .header("Accept", "application/json");
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder builder) {
        var request = builder.build();
        try {
            return request.method().equals("GET") ? answerToQuestion(request) : answer(request);
        } catch (IOException e) {
            // the client's exceptions of connections that are refused or closed have no message
            var reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            throw new KubeApiException("%s: %s".formatted(access.server(), reason), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KubeApiException("interrupted", e);
        }
    }

    /** A question that breaks off is asked once more: a connection may end, on the way to a node, as soon as it was made. */
    private HttpResponse<byte[]> answerToQuestion(HttpRequest request) throws IOException, InterruptedException {
        try {
            return answer(request);
        } catch (HttpTimeoutException e) {
            throw e;
        } catch (IOException e) {
            return answer(request);
        }
    }

    private HttpResponse<byte[]> answer(HttpRequest request) throws IOException, InterruptedException {
        return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    }
}
