package dev.minik.cluster.apply;

import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.yaml.Yaml;
import dev.minik.yaml.YamlException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The objects of a manifest, in their order, each as plain values. Pure.
 *
 * @param objects by what tells them apart
 */
record ManifestObjects(Map<ObjectKey, Map<?, ?>> objects) {
    /** By this comment a manifest for kind asks that its DaemonSet be told where the API server is. */
    private static final String ASKS_FOR_ENDPOINT = "would you kindly patch this file";

    private static final String CORE = "v1";

    /**
     * What tells objects apart. The version is not part of it: an object is the same in all versions of its kind.
     *
     * @param group of its API; empty for the core's
     * @param namespace as the manifest says it; empty where it says none
     */
    record ObjectKey(String group, String kind, String namespace, String name) {
        @Override
        public String toString() {
            return namespace.isEmpty() ? "%s/%s".formatted(kind, name) : "%s/%s/%s".formatted(kind, namespace, name);
        }
    }

    /**
     * Reads a manifest as a node of a new cluster does.
     *
     * @param source what the user calls it
     * @param endpoint where the API server is, for a manifest that asks to be told
     * @throws MinikException {@link ExitCode#INVALID_CONFIG} if it is none, or names an object twice or not at all
     */
    static ManifestObjects parse(String text, String source, String endpoint) {
        var objects = new LinkedHashMap<ObjectKey, Map<?, ?>>();
        try {
            for (Object document : Yaml.loadAll(text)) {
                add(document, objects);
            }
        } catch (YamlException | IllegalArgumentException e) {
            throw MinikException.of(
                            ExitCode.INVALID_CONFIG,
                            "the network's manifest %s cannot be read: %s".formatted(source, e.getMessage()),
                            "correct it; nothing was changed")
                    .causedBy(e);
        }
        if (text.contains(ASKS_FOR_ENDPOINT)) {
            objects.replaceAll((key, object) -> key.kind().equals("DaemonSet") ? told(object, endpoint) : object);
        }
        return new ManifestObjects(objects);
    }

    private static void add(@Nullable Object document, Map<ObjectKey, Map<?, ?>> objects) {
        if (!(document instanceof Map<?, ?> object)) {
            throw new IllegalArgumentException("a document is not an object");
        }
        if (object.get("items") instanceof List<?> items && text(object, "kind").endsWith("List")) {
            items.forEach(item -> add(item, objects));
            return;
        }
        var key = key(object);
        if (objects.put(key, object) != null) {
            throw new IllegalArgumentException(key + " is there twice");
        }
    }

    private static ObjectKey key(Map<?, ?> object) {
        var version = text(object, "apiVersion");
        var kind = text(object, "kind");
        var metadata = object.get("metadata") instanceof Map<?, ?> map ? map : Map.of();
        var name = text(metadata, "name");
        if (version.isEmpty() || kind.isEmpty() || name.isEmpty()) {
            throw new IllegalArgumentException("an object lacks its apiVersion, kind or name");
        }
        var group = version.equals(CORE) ? "" : version.replaceFirst("/.*", "");
        return new ObjectKey(group, kind, text(metadata, "namespace"), name);
    }

    static String text(Map<?, ?> object, String field) {
        return object.get(field) instanceof String text ? text : "";
    }

    /** Returns a DaemonSet whose first container has the endpoint in its environment. */
    private static Map<?, ?> told(Map<?, ?> daemonSet, String endpoint) {
        return changed(
                daemonSet,
                "spec",
                spec -> changed(
                        spec,
                        "template",
                        template -> changed(template, "spec", pod -> {
                            if (!(pod.get("containers") instanceof List<?> containers)
                                    || containers.isEmpty()
                                    || !(containers.get(0) instanceof Map<?, ?> first)) {
                                return pod;
                            }
                            var environment =
                                    new ArrayList<Object>(first.get("env") instanceof List<?> env ? env : List.of());
                            environment.add(Map.of("name", "CONTROL_PLANE_ENDPOINT", "value", endpoint));
                            var all = new ArrayList<Object>(containers);
                            all.set(0, with(first, "env", environment));
                            return with(pod, "containers", all);
                        })));
    }

    private interface Change {
        Map<?, ?> of(Map<?, ?> before);
    }

    private static Map<?, ?> changed(Map<?, ?> object, String field, Change change) {
        return object.get(field) instanceof Map<?, ?> map ? with(object, field, change.of(map)) : object;
    }

    private static Map<?, ?> with(Map<?, ?> object, String field, Object value) {
        var copy = new LinkedHashMap<Object, Object>(object);
        copy.put(field, value);
        return copy;
    }
}
