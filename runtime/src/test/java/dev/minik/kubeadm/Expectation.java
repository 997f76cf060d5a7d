package dev.minik.kubeadm;

import dev.minik.yaml.Yaml;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a document of kubeadm must say, such as {@code ClusterConfiguration/apiServer/extraArgs/v = 4}. An entry of a list is found by its
 * {@code name} or {@code key}; a list of texts must contain the text.
 *
 * @param path the document's kind, and the fields to go down
 * @param value what is there; empty where nothing may be
 */
record Expectation(List<String> path, String value) {
    private static final Pattern FORM = Pattern.compile("(\\S+)(?: = (.+)| is absent)");

    static Expectation of(String text) {
        var matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'%s' is not an expectation".formatted(text));
        }
        return new Expectation(List.of(matcher.group(1).split("/")), matcher.group(2) == null ? "" : matcher.group(2));
    }

    /** Returns whether it holds of a stream of documents. */
    boolean isMetBy(String documents) {
        @Nullable
        Object found = Yaml.loadAll(documents).stream()
                .filter(document ->
                        document instanceof Map<?, ?> map && path.get(0).equals(map.get("kind")))
                .findFirst()
                .orElse(null);
        for (var key : path.subList(1, path.size())) {
            found = below(found, key);
        }
        if (found instanceof List<?> list && !list.isEmpty() && list.stream().noneMatch(Map.class::isInstance)) {
            return list.stream().anyMatch(entry -> value.equals(String.valueOf(entry)));
        }
        return value.equals(found == null ? "" : String.valueOf(found));
    }

    private static @Nullable Object below(@Nullable Object found, String key) {
        if (found instanceof Map<?, ?> map) {
            return map.get(key);
        }
        Stream<?> entries = found instanceof List<?> list ? list.stream() : Stream.of();
        var entry = entries.filter(one ->
                        one instanceof Map<?, ?> map && (key.equals(map.get("name")) || key.equals(map.get("key"))))
                .findFirst()
                .orElse(null);
        return entry instanceof Map<?, ?> argument && argument.keySet().equals(Set.of("name", "value"))
                ? argument.get("value")
                : entry;
    }
}
