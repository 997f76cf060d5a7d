package dev.minik.timeline;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * What happened while a cluster was made.
 *
 * @param spans in the order of their beginnings
 */
public record Timeline(List<Span> spans) {

    /** Brings the spans in order. */
    public Timeline {
        spans = spans.stream()
                .sorted(Comparator.comparing(Span::begin).thenComparing(Span::end, Comparator.reverseOrder()))
                .toList();
    }

    /** Returns when the first thing began; the epoch of a timeline without anything. */
    public Instant begin() {
        return spans.isEmpty() ? Instant.EPOCH : spans.get(0).begin();
    }

    /** Returns when the last thing ended. */
    public Instant end() {
        return spans.stream().map(Span::end).max(Comparator.naturalOrder()).orElse(begin());
    }

    /** Returns how long a moment is after the beginning. */
    public Duration sinceBegin(Instant at) {
        return Duration.between(begin(), at);
    }

    /** Returns the lanes, in the order in which they first appear. */
    public List<String> lanes() {
        var lanes = new LinkedHashSet<String>();
        spans.forEach(span -> lanes.add(span.lane()));
        return List.copyOf(lanes);
    }
}
