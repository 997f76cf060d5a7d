package dev.minik.kubeconfig;

import dev.minik.yaml.Yaml;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The content of a kubeconfig file. What minik does not know stays as it was, in its place; comments are lost, as they are when kubectl
 * writes.
 *
 * @see <a href="https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/">kubeconfig (v1)</a>
 */
final class Kubeconfig {
    private static final String CURRENT_CONTEXT = "current-context";
    private static final List<String> LISTS = List.of("clusters", "contexts", "users");

    private final Map<Object, Object> fields;

    private Kubeconfig(Map<?, ?> fields) {
        this.fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /** Returns a kubeconfig without entries. */
    static Kubeconfig empty() {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("apiVersion", "v1");
        fields.put("kind", "Config");
        LISTS.forEach(list -> fields.put(list, List.of()));
        fields.put(CURRENT_CONTEXT, "");
        return new Kubeconfig(fields);
    }

    /**
     * Reads a file's text; an empty one is a kubeconfig without entries.
     *
     * @throws dev.minik.yaml.YamlException if it is not YAML
     * @throws IllegalArgumentException if it is YAML, but not a kubeconfig
     */
    static Kubeconfig parse(String text) {
        var document = Yaml.load(text);
        if (document == null) {
            return empty();
        }
        if (!(document instanceof Map<?, ?> fields)) {
            throw new IllegalArgumentException("it is not a mapping");
        }
        for (var list : LISTS) {
            // kubectl writes null for a list without items
            if (fields.get(list) != null && !(fields.get(list) instanceof List<?>)) {
                throw new IllegalArgumentException("'%s' is not a list".formatted(list));
            }
        }
        return new Kubeconfig(fields);
    }

    String toYaml() {
        return Yaml.dump(fields);
    }

    /** Returns whether a cluster, user or context has the name. */
    boolean holds(String name) {
        return LISTS.stream().anyMatch(list -> items(list).stream().anyMatch(item -> isNamed(item, name)));
    }

    /** Returns whether the name is that of an entry or of the current context. */
    boolean mentions(String name) {
        return holds(name) || name.equals(fields.get(CURRENT_CONTEXT));
    }

    /** Returns this with an entry, in the place of one of the same name or at the end. */
    Kubeconfig with(KubeconfigEntry entry) {
        return with("clusters", entry.name(), entry.cluster())
                .with("contexts", entry.name(), entry.context())
                .with("users", entry.name(), entry.user())
                .withHeader();
    }

    /**
     * Returns this with the credentials of an entry and its server's port in the cluster and user of that name, if they are there. A server that
     * the user calls by another host is left.
     */
    Kubeconfig refreshed(KubeconfigEntry entry) {
        return refreshed("clusters", "cluster", entry.name(), entry.cluster())
                .refreshed("users", "user", entry.name(), entry.user());
    }

    private Kubeconfig refreshed(String list, String kind, String name, Map<String, Object> fresh) {
        return items(list).stream()
                .filter(item -> isNamed(item, name))
                .findFirst()
                .map(item -> with(list, name, merged(kind, item, fresh)))
                .orElse(this);
    }

    private static Map<String, Object> merged(String kind, Object item, Map<String, Object> fresh) {
        var result = new LinkedHashMap<String, Object>();
        ((Map<?, ?>) item).forEach((key, value) -> result.put(String.valueOf(key), value));
        if (result.get(kind) instanceof Map<?, ?> known && fresh.get(kind) instanceof Map<?, ?> wanted) {
            var fields = new LinkedHashMap<Object, Object>(known);
            wanted.forEach((key, value) -> {
                if (!key.equals("server") || hasHostOf(value, known.get(key))) {
                    fields.put(key, value);
                }
            });
            result.put(kind, fields);
        }
        return result;
    }

    private static boolean hasHostOf(Object server, @Nullable Object known) {
        return host(server).equals(host(known));
    }

    private static String host(@Nullable Object server) {
        return String.valueOf(server).replaceFirst(":\\d+/?$", "");
    }

    Kubeconfig withCurrentContext(String name) {
        return with(CURRENT_CONTEXT, name);
    }

    /** Returns this without cluster, user and context of the name; if the context is the current one, none is afterwards. */
    Kubeconfig without(String name) {
        var result = this;
        for (var list : LISTS) {
            if (items(list).stream().anyMatch(item -> isNamed(item, name))) {
                var kept = items(list).stream().filter(item -> !isNamed(item, name));
                result = result.with(list, new ArrayList<>(kept.toList()));
            }
        }
        return name.equals(fields.get(CURRENT_CONTEXT)) ? result.withCurrentContext("") : result;
    }

    private Kubeconfig with(String list, String name, Map<String, Object> item) {
        var items = new ArrayList<Object>();
        boolean placed = false;
        for (var existing : items(list)) {
            if (!isNamed(existing, name)) {
                items.add(existing);
            } else if (!placed) {
                items.add(item);
                placed = true;
            }
        }
        if (!placed) {
            items.add(item);
        }
        return with(list, items);
    }

    /** Some clients refuse a file without these: https://github.com/kubernetes-sigs/kind/issues/1242 */
    private Kubeconfig withHeader() {
        var result = fields.get("apiVersion") == null ? with("apiVersion", "v1") : this;
        return result.fields.get("kind") == null ? result.with("kind", "Config") : result;
    }

    private Kubeconfig with(String key, Object value) {
        var changed = new LinkedHashMap<>(fields);
        changed.put(key, value);
        return new Kubeconfig(changed);
    }

    private List<?> items(String list) {
        return fields.get(list) instanceof List<?> items ? items : List.of();
    }

    private static boolean isNamed(Object item, String name) {
        return item instanceof Map<?, ?> fields && name.equals(fields.get("name"));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Kubeconfig kubeconfig && fields.equals(kubeconfig.fields);
    }

    @Override
    public int hashCode() {
        return Objects.hash(fields);
    }
}
