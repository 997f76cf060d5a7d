import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Measures minik and kind side by side on one node image, alternating, and prints a Markdown table of medians and ratios. Both are
 * asked the same question by the same poller from outside: are all nodes Ready, and is CoreDNS Available? Run it by {@code bench/run}.
 */
final class Bench {
    private static final Duration LIMIT = Duration.ofMinutes(6);
    private static final String CLUSTER = "bench";
    private static final String QUESTION_NODES =
            "{range .items[*]}{.status.conditions[?(@.type=='Ready')].status}{' '}{end}";
    private static final String QUESTION_DNS = "{.status.conditions[?(@.type=='Available')].status}";

    /** One tool on one image. */
    private record Contender(String name, Tool tool, String image) {}

    private enum Tool {
        MINIK,
        KIND
    }

    /** What one creation and deletion took; seconds, bytes. */
    private record Sample(double ready, double dns, double engineCpu, double delete, double diskPerNode) {}

    private final int runs;
    private final Path minik;
    private final Path kind;
    private final Path work;

    private Bench(int runs, Path minik, Path kind, Path work) {
        this.runs = runs;
        this.minik = minik;
        this.kind = kind;
        this.work = work;
    }

    public static void main(String[] args) throws IOException {
        if (args.length != 6) {
            System.err.println("usage: Bench RUNS MINIK KIND WORKDIR IMAGE CONTENT-ONLY-IMAGE (called by bench/run)");
            System.exit(2);
        }
        var bench = new Bench(Integer.parseInt(args[0]), Path.of(args[1]), Path.of(args[2]), Path.of(args[3]));
        bench.run(args[4], args[5]);
    }

    private void run(String image, String contentOnly) throws IOException {
        var contenders = List.of(
                new Contender("minik", Tool.MINIK, image),
                new Contender("kind", Tool.KIND, image),
                new Contender("kind, content-only image", Tool.KIND, contentOnly));
        var results = new LinkedHashMap<String, Map<String, List<Sample>>>();
        for (int workers : new int[] {0, 2}) {
            var topology = workers == 0 ? "1 node" : "1 + " + workers + " nodes";
            var samples = new LinkedHashMap<String, List<Sample>>();
            contenders.forEach(contender -> samples.put(contender.name(), new ArrayList<>()));
            for (int run = 0; run < runs; run++) {
                for (Contender contender : contenders) {
                    var sample = measure(contender, workers);
                    samples.get(contender.name()).add(sample);
                    System.err.printf(Locale.ROOT, "%s, run %d, %s: %s%n", topology, run + 1, contender.name(), sample);
                }
            }
            results.put(topology, samples);
        }
        var commands = new LinkedHashMap<String, List<Double>>();
        for (String command : List.of("--help", "get clusters")) {
            commands.put("minik " + command, time(Stream.concat(Stream.of(minik.toString()), words(command)).toList()));
            commands.put("kind " + command, time(Stream.concat(Stream.of(kind.toString()), words(command)).toList()));
        }
        System.out.println(table(results, commands));
        Files.writeString(work.resolve("results.json"), json(results, commands));
    }

    private Sample measure(Contender contender, int workers) throws IOException {
        delete(contender.tool());
        sync();
        var cpuBefore = engineCpuSeconds();
        var begin = Instant.now();
        var create = start(createCommand(contender, workers));
        try {
            var ready = await(begin, nodes -> nodes.size() == workers + 1 && nodes.stream().allMatch("True"::equals),
                    create, "get", "nodes", "-o", "jsonpath=" + QUESTION_NODES);
            var dns = await(begin, answer -> answer.equals(List.of("True")),
                    create, "get", "deployment", "-n", "kube-system", "coredns", "-o", "jsonpath=" + QUESTION_DNS);
            finish(create, "create");
            var cpu = engineCpuSeconds() - cpuBefore;
            var disk = diskOfNodes() / (workers + 1);
            var beginDelete = Instant.now();
            delete(contender.tool());
            return new Sample(ready, dns, cpu, seconds(beginDelete), disk);
        } finally {
            create.destroy();
        }
    }

    private List<String> createCommand(Contender contender, int workers) throws IOException {
        var kubeconfig = work.resolve("kubeconfig").toString();
        return switch (contender.tool()) {
            case MINIK -> List.of(
                    minik.toString(), "create", "cluster", CLUSTER, "--image", contender.image(), "--workers",
                    String.valueOf(workers), "--kubeconfig", kubeconfig);
            case KIND -> {
                var config = work.resolve("kind.yaml");
                Files.writeString(config, """
                        kind: Cluster
                        apiVersion: kind.x-k8s.io/v1alpha4
                        kubeadmConfigPatches:
                        - |
                          kind: KubeletConfiguration
                          failCgroupV1: false
                        nodes:
                        - role: control-plane
                        """ + "- role: worker\n".repeat(workers));
                yield List.of(
                        kind.toString(), "create", "cluster", "--name", CLUSTER, "--image", contender.image(),
                        "--config", config.toString(), "--kubeconfig", kubeconfig);
            }
        };
    }

    private void delete(Tool tool) throws IOException {
        var kubeconfig = work.resolve("kubeconfig").toString();
        var command = switch (tool) {
            case MINIK -> List.of(minik.toString(), "delete", "cluster", CLUSTER, "--kubeconfig", kubeconfig);
            case KIND -> List.of(kind.toString(), "delete", "cluster", "--name", CLUSTER, "--kubeconfig", kubeconfig);
        };
        finish(start(command), "delete");
    }

    /** Asks from outside, every 100 ms, through the first node's own kubectl; it is there in both tools' nodes. */
    private double await(
            Instant begin, java.util.function.Predicate<List<String>> wanted, Process create, String... question)
            throws IOException {
        var command = Stream.concat(
                        Stream.of("docker", "exec", CLUSTER + "-control-plane", "kubectl", "--kubeconfig",
                                "/etc/kubernetes/admin.conf"),
                        Arrays.stream(question))
                .toList();
        while (Duration.between(begin, Instant.now()).compareTo(LIMIT) < 0) {
            var asked = Instant.now();
            var process = new ProcessBuilder(command).redirectErrorStream(false).start();
            var answer = new String(process.getInputStream().readAllBytes()).strip();
            if (wait(process) == 0 && wanted.test(List.of(answer.split("\\s+")))) {
                return seconds(begin);
            }
            if (!create.isAlive() && create.exitValue() != 0) {
                throw new IllegalStateException("create failed, see " + work.resolve("log"));
            }
            pause(100 - Duration.between(asked, Instant.now()).toMillis());
        }
        throw new IllegalStateException("not ready within " + LIMIT);
    }

    /** Bytes in the writable layers and volumes of the cluster's nodes. */
    private double diskOfNodes() throws IOException {
        sync();
        var total = 0.0;
        var names = output("docker", "ps", "--format", "{{.Names}}", "--filter", "name=^" + CLUSTER + "-");
        for (String node : names.lines().toList()) {
            total += Double.parseDouble(output("docker", "inspect", "--size", "--format", "{{.SizeRw}}", node));
            var mounts = output("docker", "inspect", "--format",
                    "{{range .Mounts}}{{if eq .Type \"volume\"}}{{.Source}} {{end}}{{end}}", node);
            for (String mount : mounts.isBlank() ? new String[0] : mounts.split("\\s+")) {
                total += Double.parseDouble(output("du", "-sxB1", mount).split("\\s+")[0]);
            }
        }
        return total;
    }

    /** CPU seconds of the engine's daemon and of the containerd that it runs. */
    private static double engineCpuSeconds() throws IOException {
        var ticks = 0L;
        try (var processes = Files.list(Path.of("/proc"))) {
            for (Path process : processes.filter(path -> path.getFileName().toString().matches("\\d+")).toList()) {
                try {
                    var stat = Files.readString(process.resolve("stat"));
                    var name = stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
                    var root = Files.readString(process.resolve("cgroup"));
                    if ((name.equals("dockerd") || name.equals("containerd")) && !root.contains("/docker/")) {
                        var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
                        ticks += Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
                    }
                } catch (IOException e) {
                    // the process has ended between listing and reading
                }
            }
        }
        return ticks / 100.0;
    }

    private List<Double> time(List<String> command) throws IOException {
        var times = new ArrayList<Double>();
        for (int i = 0; i <= 2 * runs; i++) {
            var begin = Instant.now();
            finish(start(command), command.toString());
            if (i > 0) {
                times.add(seconds(begin));
            }
        }
        return times;
    }

    private String table(Map<String, Map<String, List<Sample>>> results, Map<String, List<Double>> commands) {
        var text = new StringBuilder("| what | minik | kind | kind, content-only image | ratio |\n|---|---|---|---|---|\n");
        results.forEach((topology, samples) -> {
            row(text, topology + ", all nodes Ready (s)", samples, Sample::ready, 1);
            row(text, topology + ", Ready with CoreDNS (s)", samples, Sample::dns, 1);
            row(text, topology + ", engine CPU (s)", samples, Sample::engineCpu, 1);
            row(text, topology + ", disk per node (MB)", samples, Sample::diskPerNode, 1e6);
            row(text, topology + ", delete (s)", samples, Sample::delete, 1);
        });
        for (String command : List.of("--help", "get clusters")) {
            text.append(String.format(
                    Locale.ROOT,
                    "| `%s`, wall (ms) | %.0f | %.0f | | |%n",
                    command,
                    1000 * median(commands.get("minik " + command)),
                    1000 * median(commands.get("kind " + command))));
        }
        return text.toString();
    }

    /** The ratio is the one that is worse for minik. */
    private static void row(
            StringBuilder text,
            String what,
            Map<String, List<Sample>> samples,
            java.util.function.ToDoubleFunction<Sample> figure,
            double unit) {
        var medians = samples.values().stream()
                .map(list -> median(list.stream().map(figure::applyAsDouble).toList()))
                .toList();
        var worst = Math.max(medians.get(0) / medians.get(1), medians.get(0) / medians.get(2));
        text.append(String.format(
                Locale.ROOT,
                "| %s | %.2f | %.2f | %.2f | %.2f |%n",
                what,
                medians.get(0) / unit,
                medians.get(1) / unit,
                medians.get(2) / unit,
                worst));
    }

    private static String json(Map<String, Map<String, List<Sample>>> results, Map<String, List<Double>> commands) {
        var topologies = results.entrySet().stream()
                .map(topology -> "  \"" + topology.getKey() + "\": {\n"
                        + topology.getValue().entrySet().stream()
                                .map(contender -> "    \"" + contender.getKey() + "\": ["
                                        + contender.getValue().stream().map(Bench::json).collect(Collectors.joining(", "))
                                        + "]")
                                .collect(Collectors.joining(",\n"))
                        + "\n  }");
        var times = commands.entrySet().stream().map(command -> "  \"" + command.getKey() + "\": " + command.getValue());
        return Stream.concat(topologies, times).collect(Collectors.joining(",\n", "{\n", "\n}\n"));
    }

    private static String json(Sample sample) {
        return String.format(
                Locale.ROOT,
                "{\"ready\": %.3f, \"dns\": %.3f, \"engineCpu\": %.2f, \"delete\": %.3f, \"diskPerNode\": %.0f}",
                sample.ready(),
                sample.dns(),
                sample.engineCpu(),
                sample.delete(),
                sample.diskPerNode());
    }

    private static double median(List<Double> values) {
        var sorted = values.stream().sorted().toList();
        var middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    private Process start(List<String> command) throws IOException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(work.resolve("log").toFile()))
                .start();
    }

    private void finish(Process process, String what) {
        if (wait(process) != 0) {
            throw new IllegalStateException(what + " failed, see " + work.resolve("log"));
        }
    }

    private static String output(String... command) throws IOException {
        var process = new ProcessBuilder(command).start();
        var text = new String(process.getInputStream().readAllBytes()).strip();
        if (wait(process) != 0) {
            throw new IllegalStateException(String.join(" ", command) + " failed");
        }
        return text;
    }

    private static void sync() throws IOException {
        output("sync");
    }

    private static int wait(Process process) {
        try {
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("a command did not end: " + process.info());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(Math.max(0, millis));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Stream<String> words(String command) {
        return Arrays.stream(command.split(" "));
    }

    private static double seconds(Instant begin) {
        return Duration.between(begin, Instant.now()).toNanos() / 1e9;
    }
}
