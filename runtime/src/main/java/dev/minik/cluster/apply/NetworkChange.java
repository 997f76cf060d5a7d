package dev.minik.cluster.apply;

import dev.minik.network.GivenManifest;
import dev.minik.record.ClusterRecord;
import java.util.Optional;

/**
 * What becomes of a network that a manifest of the user's has installed.
 *
 * @param change what becomes of its objects
 * @param record what the cluster keeps of itself afterwards
 */
record NetworkChange(ManifestChange change, ClusterRecord record) {
    /** Returns the text of the manifest that is wanted; nothing where the network is none, or was none, that a manifest describes. */
    static Optional<String> given(Comparison comparison) {
        return comparison.keepsManifest()
                ? Optional.of(new GivenManifest(comparison.wanted().networking().cniManifest()).text())
                : Optional.empty();
    }

    /** Compares a text with what was installed. */
    static NetworkChange of(Comparison comparison, Optional<String> given) {
        var record = comparison.record();
        return given.map(text -> of(record, comparison.wanted().networking().cniManifest(), text))
                .orElseGet(() -> new NetworkChange(ManifestChange.NONE, record));
    }

    private static NetworkChange of(ClusterRecord record, String source, String text) {
        var plan = record.plan();
        var next = plan.withCniManifest(text);
        var endpoint = plan.endpointWithPort();
        var before = ManifestObjects.parse(plan.cniManifest().orElse(""), "that was installed", endpoint);
        var after = ManifestObjects.parse(next.cniManifest().orElseThrow(), source, endpoint);
        return new NetworkChange(
                new ManifestChange(before, after),
                new ClusterRecord(record.config().withCniManifest(source), next, record.unfinished()));
    }
}
