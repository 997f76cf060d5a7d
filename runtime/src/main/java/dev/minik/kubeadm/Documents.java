package dev.minik.kubeadm;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Pieces of which kubeadm's documents are put together. */
final class Documents {
    private Documents() {}

    static Map<String, Object> document(String apiVersion, String kind) {
        return ordered("apiVersion", apiVersion, "kind", kind);
    }

    static Map<String, Object> ordered(Object... keysAndValues) {
        var map = new LinkedHashMap<String, Object>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }

    /** Returns an argument of a component. */
    static Map<String, Object> argument(String name, String value) {
        return ordered("name", name, "value", value);
    }

    /** Returns values as components take them in one text: one of each version of IP, say. */
    static String joined(List<?> values) {
        return values.stream().map(Object::toString).collect(Collectors.joining(","));
    }
}
