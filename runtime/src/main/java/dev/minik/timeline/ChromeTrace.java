package dev.minik.timeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * Writes a timeline in the trace event format, which {@code chrome://tracing}, Perfetto and speedscope show.
 *
 * @see <a href="https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU">Trace Event Format</a>
 */
public final class ChromeTrace {
    private static final int MICROS = 1000;

    private static final List<Span.Kind> KINDS = List.of(Span.Kind.values());

    private final ObjectMapper json = new ObjectMapper();

    /** Returns the trace: a process for each lane, a thread for each kind; times in microseconds since the beginning. */
    public String write(Timeline timeline) {
        var events = json.createArrayNode();
        var lanes = timeline.lanes();
        for (int lane = 0; lane < lanes.size(); lane++) {
            events.add(name("process_name", lane + 1, 0, lanes.get(lane)));
            for (Span.Kind kind : KINDS) {
                events.add(name("thread_name", lane + 1, KINDS.indexOf(kind), kind.row()));
            }
        }
        for (Span span : timeline.spans()) {
            var event = event(
                    span.length().isZero() ? "i" : "X", lanes.indexOf(span.lane()) + 1, KINDS.indexOf(span.kind()));
            event.put("name", span.name());
            event.put("ts", timeline.sinceBegin(span.begin()).toNanos() / MICROS);
            if (span.length().isZero()) {
                event.put("s", "p");
            } else {
                event.put("dur", span.length().toNanos() / MICROS);
            }
            events.add(event);
        }
        var trace = json.createObjectNode();
        trace.set("traceEvents", events);
        trace.put("displayTimeUnit", "ms");
        try {
            return json.writerWithDefaultPrettyPrinter().writeValueAsString(trace) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private ObjectNode name(String what, int process, int thread, String name) {
        var event = event("M", process, thread);
        event.put("name", what);
        event.set("args", json.createObjectNode().put("name", name));
        return event;
    }

    private ObjectNode event(String phase, int process, int thread) {
        return json.createObjectNode().put("ph", phase).put("pid", process).put("tid", thread);
    }
}
