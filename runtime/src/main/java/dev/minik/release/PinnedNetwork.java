package dev.minik.release;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** A pod network that others publish, at the version that this minik has been made for. */
public sealed interface PinnedNetwork {
    /** Returns the network's version, such as {@code v3.33.0}. */
    String version();

    /** Returns the file that it is published as. */
    PinnedFile file();

    /** A network whose file is a manifest. */
    record Manifest(String version, PinnedFile file) implements PinnedNetwork {}

    /**
     * A network whose file is a Helm chart.
     *
     * @param values what the chart is rendered with, by the names of {@code helm --set}, in their order; one that says {@code $IPV4} stands
     *     for {@link ClusterFact#IPV4}, and so on
     * @see <a href="https://helm.sh/docs/topics/charts/">charts</a>
     */
    record Chart(String version, PinnedFile file, Map<String, String> values) implements PinnedNetwork {
        /** Copies the values, in their order. */
        public Chart {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        }

        /** Returns the values for a cluster of which {@code facts} tells. */
        public Map<String, String> valuesFor(Function<ClusterFact, String> facts) {
            var told = new LinkedHashMap<String, String>();
            values.forEach((name, value) -> told.put(
                    name,
                    value.startsWith(ClusterFact.MARK)
                            ? facts.apply(ClusterFact.valueOf(value.substring(ClusterFact.MARK.length())))
                            : value));
            return told;
        }
    }
}
