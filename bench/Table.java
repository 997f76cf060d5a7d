import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Turns the results of {@code bench/run} into the table of the README. Run it by {@code bench/table}. */
final class Table {
    private static final String BEGIN = "<!-- bench -->";
    private static final String END = "<!-- /bench -->";

    private final JsonNode results;
    private final StringBuilder text = new StringBuilder();

    private Table(JsonNode results) {
        this.results = results;
    }

    public static void main(String[] args) throws IOException {
        var pages = Stream.of(args).filter(name -> name.endsWith(".md")).toList();
        var sources = Stream.of(args).filter(name -> !name.endsWith(".md")).map(Path::of).toList();
        var json = new ObjectMapper();
        var results = json.createObjectNode();
        var days = new ArrayList<String>();
        for (Path source : sources) {
            var one = json.readTree(source.toFile());
            results.setAll((ObjectNode) one); // of what was measured again, the last counts
            days.add("%s ([all figures](bench/results/%s))".formatted(one.path("date").asText().substring(0, 10), source.getFileName()));
        }
        var table = new Table(results).write(String.join(" and ", days));
        if (pages.isEmpty()) {
            System.out.print(table);
            return;
        }
        var file = Path.of(pages.get(0));
        var page = Files.readString(file);
        int begin = page.indexOf(BEGIN);
        int end = page.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalStateException("%s has no place for the table (%s … %s)".formatted(file, BEGIN, END));
        }
        Files.writeString(file, page.substring(0, begin + BEGIN.length()) + "\n" + table + page.substring(end));
    }

    private String write(String days) {
        text.append("| | minik | kind | kind, content-only image | ratio |\n|---|---|---|---|---|\n");
        for (String topology : List.of("1 node", "1 + 2 nodes")) {
            row(topology, "all nodes Ready (s)", "ready", 1);
            row(topology, "Ready with CoreDNS (s)", "dns", 1);
            row(topology, "engine CPU (s)", "engineCpu", 1);
            if (topology.equals("1 node")) {
                row(topology, "disk (MB)", "diskPerNode", 1e6);
            } else {
                furtherNode();
            }
            row(topology, "written to disk (MB)", "bytesWritten", 1e6);
            row(topology, "delete (s)", "delete", 1);
        }
        row("idle", "1 node, CPU (% of a processor)", "cpu", 0.01);
        row("idle", "1 node, memory (MB)", "memory", 1e6);
        row("3 control planes", "all nodes Ready (s)", "ready", 1);
        row("3 control planes", "Ready with CoreDNS (s)", "dns", 1);
        row("1 + 10 nodes", "all nodes Ready (s)", "ready", 1);
        row("1 + 10 nodes", "Ready with CoreDNS (s)", "dns", 1);
        row("1 + 10 nodes", "disk per node (MB)", "diskPerNode", 1e6);
        row("1 + 10 nodes", "memory per node (MB)", "memoryPerNode", 1e6);
        row("load", "image of 300 MB into 3 nodes (s)", "load1", 1);
        row("load", "again with a small layer more (s)", "load2", 1);
        row("life", "resume to an answer of the API (s)", "resumeApi", 1);
        row("life", "resume to a new pod running (s)", "resumePod", 1);
        row("life", "start to an answer of the API (s)", "startApi", 1);
        row("life", "start to a new pod running (s)", "startPod", 1);
        var commands = results.path("commands");
        for (String command : List.of("--help", "get clusters")) {
            if (commands.has("minik " + command)) {
                text.append("| `%s` (ms) | %s | %s | | |\n"
                        .formatted(command, millis(commands.path("minik " + command)), millis(commands.path("kind " + command))));
            }
        }
        if (results.has("build")) {
            text.append(String.format(
                    Locale.ROOT,
                    "| node image, compiled from nothing / all cached (s) | %.0f / %.1f | | | |%n",
                    results.path("build").path("cold").asDouble(),
                    results.path("build").path("cached").asDouble()));
        }
        var machine = results.path("machine");
        text.append("\nMedians; in brackets the smallest and the largest of %d runs (%s, commands 20). The ratio is the worse of the two. Measured %s on %s processors, %s GiB, %s, cgroup v%s, Java %s, %s, with the node image %s.\n"
                .formatted(
                        results.path("1 node").path("minik").size(),
                        Stream.of("3 control planes", "1 + 10 nodes", "idle", "load", "life")
                                .filter(results::has)
                                .map(what -> what + " " + results.path(what).path("minik").size())
                                .collect(Collectors.joining(", ")),
                        days,
                        machine.path("processors").asText(),
                        machine.path("memoryGiB").asText(),
                        machine.path("engine").asText(),
                        machine.path("cgroups").asText(),
                        machine.path("java").asText(),
                        machine.path("kind").asText().replaceAll(" go.*", ""),
                        machine.path("image").asText()));
        return text.toString();
    }

    private void row(String topology, String what, String figure, double unit) {
        var all = results.path(topology);
        if (all.isMissingNode()) {
            return;
        }
        var minik = figures(all.path("minik"), figure);
        var kind = figures(all.path("kind"), figure);
        var contentOnly = figures(all.path("kind, content-only image"), figure);
        var ratio = Stream.of(kind, contentOnly)
                .filter(measured -> !measured.isEmpty())
                .mapToDouble(measured -> median(minik) / median(measured))
                .max();
        text.append("| %s, %s | %s | %s | %s | %s |\n".formatted(
                topology,
                what,
                spread(minik, unit),
                spread(kind, unit),
                spread(contentOnly, unit),
                ratio.isPresent() ? String.format(Locale.ROOT, "%.2f", ratio.getAsDouble()) : ""));
    }

    /** What each worker adds to the disk of the control plane. */
    private void furtherNode() {
        if (!results.has("1 node") || !results.has("1 + 2 nodes")) {
            return;
        }
        var bytes = new ArrayList<Double>();
        for (String contender : List.of("minik", "kind", "kind, content-only image")) {
            var one = median(figures(results.path("1 node").path(contender), "diskPerNode"));
            var three = 3 * median(figures(results.path("1 + 2 nodes").path(contender), "diskPerNode"));
            bytes.add((three - one) / 2);
        }
        text.append(String.format(
                Locale.ROOT,
                "| disk per further node (MB) | %.0f | %.0f | %.0f | %.2f |%n",
                bytes.get(0) / 1e6,
                bytes.get(1) / 1e6,
                bytes.get(2) / 1e6,
                Math.max(bytes.get(0) / bytes.get(1), bytes.get(0) / bytes.get(2))));
    }

    private static List<Double> figures(JsonNode samples, String figure) {
        return StreamSupport.stream(samples.spliterator(), false).map(sample -> sample.path(figure).asDouble()).toList();
    }

    private static String spread(List<Double> figures, double unit) {
        if (figures.isEmpty()) {
            return "";
        }
        var sorted = figures.stream().sorted().toList();
        var format = unit == 1 || unit == 0.01 ? "%.1f (%.1f–%.1f)" : "%.0f (%.0f–%.0f)";
        return String.format(
                Locale.ROOT, format, median(figures) / unit, sorted.get(0) / unit, sorted.get(sorted.size() - 1) / unit);
    }

    private static String millis(JsonNode times) {
        var all = new ArrayList<Double>();
        times.forEach(time -> all.add(time.asDouble()));
        return spread(all, 0.001);
    }

    private static double median(List<Double> figures) {
        var sorted = figures.stream().sorted().toList();
        var middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
