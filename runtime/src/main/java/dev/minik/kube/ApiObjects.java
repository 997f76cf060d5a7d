package dev.minik.kube;

import com.fasterxml.jackson.databind.JsonNode;
import dev.minik.config.NodeConfig.Taint;
import dev.minik.kube.KubeApi.NodeMarks;
import dev.minik.kube.KubeApi.NodeState;
import dev.minik.kube.KubeApi.PodState;
import dev.minik.kube.KubeApi.StartedPod;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What the objects that an API server sends mean. */
final class ApiObjects {
    private ApiObjects() {}

    static NodeState node(JsonNode node) {
        var ready = condition(node, "Ready");
        return new NodeState(
                name(node),
                ready.path("status").asText("Unknown"),
                ready.path("message").asText(),
                node.path("status").path("nodeInfo").path("kubeletVersion").asText(),
                time(ready.path("lastHeartbeatTime")));
    }

    static Optional<Instant> time(JsonNode text) {
        try {
            return Optional.of(Instant.parse(text.asText()));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    static String name(JsonNode object) {
        return object.path("metadata").path("name").asText();
    }

    static NodeMarks marks(JsonNode node) {
        var labels = new TreeMap<String, String>();
        node.path("metadata")
                .path("labels")
                .properties()
                .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
        var taints = StreamSupport.stream(node.path("spec").path("taints").spliterator(), false)
                .map(taint -> new Taint(
                        taint.path("key").asText(),
                        taint.path("value").asText(),
                        taint.path("effect").asText()))
                .toList();
        return new NodeMarks(labels, taints);
    }

    static PodState pod(JsonNode pod) {
        return new PodState(
                pod.path("metadata").path("namespace").asText(),
                pod.path("metadata").path("name").asText(),
                pod.path("spec").path("nodeName").asText(),
                condition(pod, "Ready").path("status").asText().equals("True"),
                problem(pod));
    }

    private static String problem(JsonNode pod) {
        for (var list : List.of("initContainerStatuses", "containerStatuses")) {
            for (JsonNode status : pod.path("status").path(list)) {
                var waiting = status.path("state").path("waiting");
                var ended = status.path("lastState").path("terminated");
                if (!waiting.isMissingNode()) {
                    return "container %s: %s %s%s"
                            .formatted(
                                    status.path("name").asText(),
                                    waiting.path("reason").asText(),
                                    waiting.path("message").asText(),
                                    ended.isMissingNode()
                                            ? ""
                                            : " (last ended with code %d)"
                                                    .formatted(ended.path("exitCode")
                                                            .asInt()))
                            .strip();
                }
            }
        }
        var scheduled = condition(pod, "PodScheduled");
        if (scheduled.path("status").asText().equals("False")) {
            return scheduled.path("message").asText();
        }
        return condition(pod, "Ready").path("message").asText();
    }

    static JsonNode condition(JsonNode object, String type) {
        for (JsonNode condition : object.path("status").path("conditions")) {
            if (condition.path("type").asText().equals(type)) {
                return condition;
            }
        }
        return object.path("no such condition");
    }

    static Stream<JsonNode> items(JsonNode list) {
        return StreamSupport.stream(list.path("items").spliterator(), false);
    }

    static StartedPod startedPod(JsonNode pod) {
        return new StartedPod(
                pod.path("metadata").path("namespace").asText(),
                name(pod),
                pod.path("spec").path("nodeName").asText(),
                condition(pod, "Ready").path("status").asText().equals("True"),
                started(pod),
                StreamSupport.stream(pod.path("status").path("podIPs").spliterator(), false)
                        .map(address -> address.path("ip").asText())
                        .collect(Collectors.toUnmodifiableSet()));
    }

    /** Returns the addresses of an EndpointSlice's endpoints; those that do not say whether they are ready are. */
    static Stream<String> readyAddresses(JsonNode slice) {
        return StreamSupport.stream(slice.path("endpoints").spliterator(), false)
                .filter(endpoint -> endpoint.path("conditions").path("ready").asBoolean(true))
                .flatMap(endpoint ->
                        StreamSupport.stream(endpoint.path("addresses").spliterator(), false))
                .map(JsonNode::asText);
    }

    private static Optional<Instant> started(JsonNode pod) {
        var last = Optional.<Instant>empty();
        for (JsonNode status : pod.path("status").path("containerStatuses")) {
            var started = time(status.path("state").path("running").path("startedAt"));
            if (started.isEmpty()) {
                return Optional.empty();
            }
            last = last.filter(known -> known.isAfter(started.get())).or(() -> started);
        }
        return last;
    }
}
