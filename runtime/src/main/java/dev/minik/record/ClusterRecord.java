package dev.minik.record;

import dev.minik.config.ClusterConfig;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.plan.ClusterPlan;
import dev.minik.plan.NodeChanges;
import dev.minik.yaml.Yaml;
import dev.minik.yaml.YamlException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a cluster keeps of itself, for who changes it later. The same text lies in every control plane; it may hold registries' passwords,
 * and is for root's eyes as the CA's keys beside it are.
 *
 * @param config how it is wanted
 * @param plan how it is
 * @param unfinished nodes that are being added or removed; left over where that was broken off
 */
public record ClusterRecord(ClusterConfig config, ClusterPlan plan, List<String> unfinished) {
    /** Where it lies in a control plane. */
    public static final String FILE = "/etc/kubernetes/minik/cluster.yaml";

    private static final String FORMAT = "format";
    private static final int CURRENT = 1;

    /** Copies the list. */
    public ClusterRecord {
        unfinished = List.copyOf(unfinished);
    }

    /** Returns the record of a cluster to which nothing is being done. */
    public static ClusterRecord of(ClusterConfig config, ClusterPlan plan) {
        return new ClusterRecord(config, plan, List.of());
    }

    /** Returns the record of the cluster without the nodes that are being added or removed. */
    public ClusterRecord settled() {
        if (unfinished.isEmpty()) {
            return this;
        }
        var changed = NodeChanges.remove(config, plan, Set.copyOf(unfinished));
        return of(changed.config(), changed.plan());
    }

    /** Returns the record as a text. */
    public String text() {
        var plain = PlainRecords.write(this);
        plain.put(FORMAT, CURRENT);
        return Yaml.dumpWrapped(plain);
    }

    /**
     * Compares two records of one type.
     *
     * @param passedOver components that are not compared
     * @return the places that differ, such as {@code networking.ipFamily}, with what is there
     */
    public static <T extends Record> Map<String, Values> differences(T before, T after, Set<String> passedOver) {
        var old = flat(before, passedOver);
        var fresh = flat(after, passedOver);
        var places = new TreeSet<>(old.keySet());
        places.addAll(fresh.keySet());
        var differences = new TreeMap<String, Values>();
        for (String place : places) {
            var values = new Values(old.getOrDefault(place, ""), fresh.getOrDefault(place, ""));
            if (!values.before().equals(values.after())) {
                differences.put(place, values);
            }
        }
        return differences;
    }

    /** What is in one place of two records; empty where there is nothing. */
    public record Values(String before, String after) {}

    private static Map<String, String> flat(Record whole, Set<String> passedOver) {
        var plain = PlainRecords.write(whole);
        plain.keySet().removeAll(passedOver);
        var flat = new TreeMap<String, String>();
        plain.forEach((name, value) -> flatten(name, value, flat));
        return flat;
    }

    private static void flatten(String place, Object value, Map<String, String> flat) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((name, inner) -> flatten(place + "." + name, Objects.requireNonNull(inner), flat));
        } else {
            flat.put(place, String.valueOf(value));
        }
    }

    /**
     * Reads a record.
     *
     * @param text what a node has, and so not trusted
     * @throws MinikException with {@link ExitCode#WRONG_STATE} if it cannot be read, or another version of minik has written it
     */
    public static ClusterRecord parse(String text) {
        try {
            if (!(Yaml.load(text) instanceof Map<?, ?> plain)) {
                throw new IllegalArgumentException("it is not a mapping");
            }
            if (!Integer.valueOf(CURRENT).equals(plain.get(FORMAT))) {
                throw new IllegalArgumentException("its format is " + plain.get(FORMAT));
            }
            return PlainRecords.read(ClusterRecord.class, plain, "record");
        } catch (YamlException | IllegalArgumentException | ArithmeticException e) {
            throw MinikException.of(
                            ExitCode.WRONG_STATE,
                            "what the cluster keeps of itself (%s) cannot be read: %s".formatted(FILE, e.getMessage()),
                            "use the version of minik that made the cluster, or create the cluster anew")
                    .causedBy(e);
        }
    }
}
