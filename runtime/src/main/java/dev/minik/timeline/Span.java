package dev.minik.timeline;

import java.time.Duration;
import java.time.Instant;

/**
 * Something that took its time.
 *
 * @param lane who did it: {@code minik}, or a node
 * @param kind what sort of thing it is
 * @param name what it was
 * @param begin when it began
 * @param end when it ended; {@code begin} for what only happened
 */
public record Span(String lane, Kind kind, String name, Instant begin, Instant end) {

    /** The sorts of things that are told apart; where they are drawn together, in this order. */
    public enum Kind {
        /** A step of minik on the host. */
        STEP,
        /** A unit of systemd in a node. */
        UNIT,
        /** A phase of kubeadm. */
        PHASE,
        /** A pod, from its sandbox's beginning to the start of its containers. */
        POD,
        /** A moment. */
        MOMENT
    }

    /** Checks the order of the times. */
    public Span {
        if (end.isBefore(begin)) {
            throw new IllegalArgumentException("%s ends before it begins".formatted(name));
        }
    }

    /** Returns what happened at one moment. */
    public static Span moment(String lane, String name, Instant at) {
        return new Span(lane, Kind.MOMENT, name, at, at);
    }

    /** Returns how long it took. */
    public Duration length() {
        return Duration.between(begin, end);
    }
}
