package dev.minik.timeline;

import dev.minik.timeline.Span.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads from a node's journal what happened there: units, steps of its set-up, pods, and what the kubelet says of the node. */
public final class NodeJournal {
    /** What to run in a node; its output is read by {@link #read}. */
    public static final List<String> COMMAND = List.of(
            "journalctl",
            "--boot",
            "--output=json",
            "--output-fields=" + String.join(",", JournalEntry.FIELDS),
            "--no-pager");

    private static final String UNIT_STARTING = "7d4958e842da4a758f6c1cdc7b36dcc5";
    private static final String UNIT_STARTED = "39f53479d3a045ac8e11786248231fbf";
    private static final Set<String> UNITS = Set.of("containerd.service", "minik.service", "kubelet.service");
    private static final Pattern STEP = Pattern.compile("@minik (start|done|failed) (\\S+)");
    private static final Pattern SANDBOX = Pattern.compile("RunPodSandbox for name:\\\\?\"([^\"\\\\]+)\\\\?\"(.*)");
    private static final Pattern SANDBOX_ID = Pattern.compile("returns sandbox id \\\\?\"(\\w+)");
    private static final Pattern CONTAINER = Pattern.compile(
            "CreateContainer within sandbox \\\\?\"(\\w+)\\\\?\" .* returns container id \\\\?\"(\\w+)");
    private static final Pattern RUNNING =
            Pattern.compile("StartContainer for \\\\?\"(\\w+)\\\\?\" returns successfully");
    private static final Map<String, String> KUBELET = Map.of(
            "\"Successfully registered node\"", "node registered",
            "\"Updating Pod CIDR\"", "pod subnet known",
            "\"Fast updating node status as it just became ready\"", "node Ready");

    private final String node;
    private final List<Span> spans = new ArrayList<>();
    private final Map<String, Instant> begun = new LinkedHashMap<>();
    private final Map<String, String> podOfSandbox = new LinkedHashMap<>();
    private final Map<String, String> podOfContainer = new LinkedHashMap<>();

    private NodeJournal(String node) {
        this.node = node;
    }

    /** Returns what the lines of a node's journal tell; lines that are none are passed over. */
    public static List<Span> read(String node, Stream<String> lines) {
        var journal = new NodeJournal(node);
        JournalEntry.parse(lines).forEach(journal::take);
        return List.copyOf(journal.spans);
    }

    private void take(JournalEntry entry) {
        switch (entry.source()) {
            case "systemd" -> unit(entry);
            case "minik" -> step(entry);
            case "containerd" -> pod(entry);
            case "kubelet" ->
                KUBELET.forEach((said, name) -> {
                    if (entry.message().contains(said)) {
                        spans.add(Span.moment(node, name, entry.at()));
                    }
                });
            default -> {
                // says nothing of the way to a cluster
            }
        }
    }

    private void unit(JournalEntry entry) {
        if (!UNITS.contains(entry.unit())) {
            return;
        }
        if (entry.messageId().equals(UNIT_STARTING)) {
            begun.putIfAbsent(entry.unit(), entry.at());
        } else if (entry.messageId().equals(UNIT_STARTED)) {
            end(Kind.UNIT, entry.unit(), entry.unit(), entry.at());
        }
    }

    private void step(JournalEntry entry) {
        var step = STEP.matcher(entry.message());
        if (!step.find()) {
            return;
        }
        var key = "step " + step.group(2);
        if (step.group(1).equals("start")) {
            begun.put(key, entry.at());
        } else {
            var failed = step.group(1).equals("failed") ? " (failed)" : "";
            end(Kind.PHASE, key, step.group(2) + failed, entry.at());
        }
    }

    private void pod(JournalEntry entry) {
        var sandbox = SANDBOX.matcher(entry.message());
        if (sandbox.find()) {
            var id = SANDBOX_ID.matcher(sandbox.group(2));
            if (id.find()) {
                podOfSandbox.put(id.group(1), sandbox.group(1));
            } else {
                begun.put(sandbox.group(1), entry.at());
            }
            return;
        }
        var container = CONTAINER.matcher(entry.message());
        if (container.find()) {
            podOfContainer.put(container.group(2), podOfSandbox.getOrDefault(container.group(1), ""));
            return;
        }
        var running = RUNNING.matcher(entry.message());
        if (running.find()) {
            var pod = podOfContainer.getOrDefault(running.group(1), "");
            end(Kind.POD, pod, pod, entry.at());
        }
    }

    /** Something whose beginning was not seen is left out: its length would be a guess. */
    private void end(Kind kind, String key, String name, Instant at) {
        var begin = begun.remove(key);
        if (begin != null && !at.isBefore(begin)) {
            spans.add(new Span(node, kind, name, begin, at));
        }
    }
}
