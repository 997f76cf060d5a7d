package dev.minik.patch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Merges a patch into one of kubeadm's documents. Since kind 0.33 two things are no longer replaced as the lists that they are:
 * arguments merge by their names, a null or no value deleting one, and the names in a certificate add up. A patch without a version
 * may give arguments as the map that they were before {@code v1beta4}.
 *
 * @see <a href="https://kubernetes.io/docs/reference/config-api/kubeadm-config.v1beta4/">kubeadm v1beta4</a>
 */
final class KubeadmMerge {
    private static final Set<String> ARGUMENTS = Set.of("extraArgs", "kubeletExtraArgs");
    private static final String NAMES = "certSANs";

    private final boolean versioned;
    private final boolean argumentLists;
    private final List<String> ignored = new ArrayList<>();

    private KubeadmMerge(boolean versioned, boolean argumentLists) {
        this.versioned = versioned;
        this.argumentLists = argumentLists;
    }

    /**
     * Merges {@code patch} into {@code target}.
     *
     * @return what in the patch has no effect, and why
     */
    static List<String> merge(KubeadmDocument target, KubeadmDocument patch) {
        var merge = new KubeadmMerge(
                !patch.apiVersion().isEmpty(), target.apiVersion().endsWith("/v1beta4"));
        MergePatch.merge(target.content(), patch.content(), "", merge::takeList);
        return merge.ignored;
    }

    /** Refuses an argument that kubeadm would refuse, for its value is no text. */
    static void requireTextArguments(Map<?, ?> patch) {
        for (var entry : patch.entrySet()) {
            var key = String.valueOf(entry.getKey());
            if (ARGUMENTS.contains(key)) {
                arguments(entry.getValue()).forEach((name, value) -> requireText(key, name, value));
            } else if (entry.getValue() instanceof Map<?, ?> below) {
                requireTextArguments(below);
            }
        }
    }

    private static void requireText(String key, String name, @Nullable Object value) {
        if (value != null && !(value instanceof String)) {
            throw new PatchException("%s: the value of %s is %s, kubeadm takes text: put it in quotes"
                    .formatted(key, PlainValues.show(name), PlainValues.describe(value)));
        }
    }

    private boolean takeList(Map<String, @Nullable Object> target, String key, @Nullable Object value, String path) {
        if (argumentLists && ARGUMENTS.contains(key)) {
            takeArguments(target, key, value, PlainValues.show(path + key));
            return true;
        }
        if (key.equals(NAMES)) {
            takeNames(target, value, PlainValues.show(path + key));
            return true;
        }
        return false;
    }

    private void takeArguments(Map<String, @Nullable Object> target, String key, @Nullable Object value, String place) {
        if (value instanceof Map && versioned) {
            ignored.add(
                    "%s is a mapping, which v1beta4 does not have: write a list of name and value".formatted(place));
            return;
        }
        if (!(value instanceof Map) && !(value instanceof List)) {
            ignored.add("%s is %s: write a list of name and value".formatted(place, PlainValues.describe(value)));
            return;
        }
        var list = list(target, key);
        arguments(value).forEach((name, text) -> setArgument(list, name, text));
        if (value instanceof List<?> entries && entries.stream().anyMatch(entry -> name(entry) == null)) {
            ignored.add("%s has an entry without a name".formatted(place));
        }
    }

    private static void setArgument(List<@Nullable Object> list, String name, @Nullable Object value) {
        int index = 0;
        while (index < list.size() && !name.equals(name(list.get(index)))) {
            index++;
        }
        if (value == null) {
            if (index < list.size()) {
                list.remove(index);
            }
            return;
        }
        var argument = new LinkedHashMap<String, @Nullable Object>();
        argument.put("name", name);
        argument.put("value", value);
        if (index < list.size()) {
            list.set(index, argument);
        } else {
            list.add(argument);
        }
    }

    private void takeNames(Map<String, @Nullable Object> target, @Nullable Object value, String place) {
        if (!(value instanceof List<?> names)) {
            ignored.add("%s is %s: write a list".formatted(place, PlainValues.describe(value)));
            return;
        }
        var list = list(target, NAMES);
        names.stream().filter(name -> !list.contains(name)).forEach(list::add);
    }

    /** Returns the list at {@code key}, made changeable. A map of arguments becomes a list. */
    private static List<@Nullable Object> list(Map<String, @Nullable Object> target, String key) {
        var list = new ArrayList<@Nullable Object>();
        if (target.get(key) instanceof List<?> there) {
            list.addAll(there);
        } else if (target.get(key) instanceof Map<?, ?> there) {
            arguments(there).forEach((name, value) -> setArgument(list, name, value));
        }
        target.put(key, list);
        return list;
    }

    private static Map<String, @Nullable Object> arguments(@Nullable Object value) {
        var arguments = new LinkedHashMap<String, @Nullable Object>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((name, text) -> arguments.put(String.valueOf(name), text));
        } else if (value instanceof List<?> list) {
            for (var entry : list) {
                var name = name(entry);
                if (name != null && entry instanceof Map<?, ?> map) {
                    arguments.put(name, map.get("value"));
                }
            }
        }
        return arguments;
    }

    private static @Nullable String name(@Nullable Object argument) {
        return argument instanceof Map<?, ?> map && map.get("name") instanceof String name ? name : null;
    }
}
