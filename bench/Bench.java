import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Measures minik and kind side by side on one node image, alternating, and writes every figure of every run as JSON. Both are asked the
 * same question by the same poller from outside: are all nodes Ready, and is a CoreDNS available? Run it by {@code bench/run}. One
 * file, long as it is, since JDK 17 runs no more than one without a build.
 */
final class Bench {
    private static final Duration LIMIT = Duration.ofMinutes(6);
    private static final Duration IDLE = Duration.ofMinutes(2);
    /** Longer than leases last (40 s of a node, 15 s of a leader). */
    private static final Duration PAUSED = Duration.ofSeconds(60);

    private static final long POLL_MILLIS = 100;
    private static final String PAUSE_IMAGE = "registry.k8s.io/pause:3.10.2";
    private static final String CLUSTER = "bench";
    private static final String BIG_IMAGE = "minik-bench/large:";
    private static final Pattern READY = Pattern.compile("\"type\":\"Ready\",\"status\":\"True\"");
    private static final Pattern AVAILABLE = Pattern.compile("\"availableReplicas\":[1-9]");
    /** The kernel's unit of CPU times in /proc: sysconf(_SC_CLK_TCK) is 100 on every Linux of today. */
    private static final double TICKS = 100.0;

    /** One tool on one image. */
    private record Contender(String name, Tool tool, String image) {}

    private enum Tool {
        MINIK,
        KIND
    }

    /**
     * What is used where.
     *
     * @param runs how often each creation is measured
     * @param what what is measured: create, ha, scale, idle, load, life, commands, build
     */
    private record Options(int runs, List<String> what, Path minik, Path kind, Path work, String image, String contentOnly) {}

    private record Topology(int controlPlanes, int workers) {
        int nodes() {
            return controlPlanes + workers;
        }
    }

    private final Options options;
    private final Path work;

    private Bench(Options options) {
        this.options = options;
        this.work = options.work();
    }

    public static void main(String[] args) throws IOException {
        if (args.length != 8) {
            System.err.println(
                    "usage: Bench RUNS WHAT,… MINIK KIND WORKDIR IMAGE CONTENT-ONLY-IMAGE RESULTS (called by bench/run)");
            System.exit(2);
        }
        var json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        var file = Path.of(args[7]);
        var results = new LinkedHashMap<String, Object>();
        if (Files.exists(file)) { // of the same day: what is not measured now stays
            json.readTree(file.toFile()).properties().forEach(field -> results.put(field.getKey(), field.getValue()));
        }
        results.putAll(new Bench(new Options(
                        Integer.parseInt(args[0]),
                        List.of(args[1].split(",")),
                        Path.of(args[2]),
                        Path.of(args[3]),
                        Path.of(args[4]),
                        args[5],
                        args[6]))
                .run());
        Files.writeString(file, json.writeValueAsString(results) + "\n");
    }

    private Map<String, Object> run() throws IOException {
        var results = new LinkedHashMap<String, Object>();
        results.put("date", Instant.now().toString());
        results.put("machine", machine());
        var contenders = List.of(
                new Contender("minik", Tool.MINIK, options.image()),
                new Contender("kind", Tool.KIND, options.image()),
                new Contender("kind, content-only image", Tool.KIND, options.contentOnly()));
        if (options.what().contains("create")) {
            results.put("1 node", creations(contenders, new Topology(1, 0)));
            results.put("1 + 2 nodes", creations(contenders, new Topology(1, 2)));
        }
        // kind's balancer is an image of its own, which has to be pulled
        if (options.what().contains("ha")) {
            results.put("3 control planes", creations(contenders.subList(0, 1), new Topology(3, 0)));
        }
        if (options.what().contains("scale")) {
            results.put("1 + 10 nodes", creations(contenders.subList(0, 1), new Topology(1, 10)));
        }
        if (options.what().contains("idle")) {
            results.put("idle", sampled(contenders.subList(0, 2), "idle", this::idle));
        }
        if (options.what().contains("load")) {
            makeImages();
            results.put("load", sampled(contenders.subList(0, 2), "load", this::load));
        }
        if (options.what().contains("life")) { // kind has neither
            results.put("life", sampled(contenders.subList(0, 1), "life", this::life));
        }
        if (options.what().contains("commands")) {
            results.put("commands", commands());
        }
        if (options.what().contains("build")) {
            results.put("build", builds());
        }
        return results;
    }

    private Map<String, List<Map<String, Double>>> creations(List<Contender> contenders, Topology topology)
            throws IOException {
        return sampled(contenders, topology.toString(), contender -> create(contender, topology));
    }

    /** What is measured of a contender, once. */
    private interface Measurement {
        Map<String, Double> of(Contender contender) throws IOException;
    }

    /** Measures the contenders in turn, as often as is asked for. */
    private Map<String, List<Map<String, Double>>> sampled(List<Contender> contenders, String what, Measurement measurement)
            throws IOException {
        var samples = new LinkedHashMap<String, List<Map<String, Double>>>();
        contenders.forEach(contender -> samples.put(contender.name(), new ArrayList<>()));
        for (int run = 1; run <= options.runs(); run++) {
            for (Contender contender : contenders) {
                var sample = measurement.of(contender);
                samples.get(contender.name()).add(sample);
                System.err.printf(Locale.ROOT, "%s, run %d, %s: %s%n", what, run, contender.name(), sample);
            }
        }
        return samples;
    }

    /** Creates and deletes once. Seconds, and bytes in a node's writable layer and volumes. */
    private Map<String, Double> create(Contender contender, Topology topology) throws IOException {
        delete(contender.tool());
        output("sync");
        var sample = new LinkedHashMap<String, Double>();
        var cpu = engineCpuSeconds();
        var disk = diskBytes();
        var begin = Instant.now();
        var creation = start(createCommand(contender, topology));
        try (var api = new Api(creation, begin)) {
            sample.put("ready", api.await("/api/v1/nodes", text -> READY.matcher(text).results().count() == topology.nodes()));
            sample.put(
                    "dns",
                    api.await("/apis/apps/v1/namespaces/kube-system/deployments/coredns", text -> AVAILABLE.matcher(text).find()));
            finish(creation, "create");
            sample.put("returned", seconds(begin));
            sample.put("engineCpu", engineCpuSeconds() - cpu);
            var now = diskBytes();
            sample.put("bytesRead", now.get("read") - disk.get("read"));
            sample.put("bytesWritten", now.get("written") - disk.get("written"));
            sample.put("diskPerNode", diskOfNodes() / topology.nodes());
            sample.put("memoryPerNode", memoryOfNodes() / topology.nodes());
            var beginDelete = Instant.now();
            delete(contender.tool());
            sample.put("delete", seconds(beginDelete));
            return sample;
        } finally {
            creation.destroy();
        }
    }

    private List<String> createCommand(Contender contender, Topology topology) throws IOException {
        var kubeconfig = work.resolve("kubeconfig").toString();
        return switch (contender.tool()) {
            case MINIK -> List.of(
                    options.minik().toString(), "create", "cluster", CLUSTER, "--image", contender.image(),
                    "--control-planes", String.valueOf(topology.controlPlanes()), "--workers", String.valueOf(topology.workers()),
                    "--kubeconfig", kubeconfig);
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
                        """
                        + "- role: control-plane\n".repeat(topology.controlPlanes())
                        + "- role: worker\n".repeat(topology.workers()));
                yield List.of(
                        options.kind().toString(), "create", "cluster", "--name", CLUSTER, "--image", contender.image(),
                        "--config", config.toString(), "--kubeconfig", kubeconfig);
            }
        };
    }

    private void delete(Tool tool) {
        var kubeconfig = work.resolve("kubeconfig").toString();
        finish(
                start(switch (tool) {
                    case MINIK -> List.of(options.minik().toString(), "delete", "cluster", CLUSTER, "--kubeconfig", kubeconfig);
                    case KIND -> List.of(options.kind().toString(), "delete", "cluster", "--name", CLUSTER, "--kubeconfig", kubeconfig);
                }),
                "delete");
    }

    /**
     * The API server of the cluster that is being made, asked with the credentials that lie in its first node and at the port that the
     * engine publishes: the same way for both tools, and cheap.
     */
    private final class Api implements AutoCloseable {
        private final Path directory;
        private Process command;
        private Instant begin;
        private String server = "";
        private String port = "";

        Api(Process command, Instant begin) throws IOException {
            this.command = command;
            this.begin = begin;
            directory = Files.createTempDirectory(work, "api");
        }

        /** What is waited for from now on began then, by another command. */
        void askSince(Process command, Instant since) {
            this.command = command;
            begin = since;
        }

        /** Returns after how many seconds an answer was what is wanted. */
        double await(String path, Predicate<String> wanted) throws IOException {
            return await(path, "", wanted);
        }

        /** Returns after how many seconds an answer was what is wanted; with a body it is posted. */
        double await(String path, String body, Predicate<String> wanted) throws IOException {
            while (Duration.between(begin, Instant.now()).compareTo(LIMIT) < 0) {
                var asked = Instant.now();
                if (isKnown() && wanted.test(ask(path, body))) {
                    return seconds(begin);
                }
                if (!command.isAlive() && command.exitValue() != 0) {
                    throw new IllegalStateException("the command failed, see " + work.resolve("log"));
                }
                pause(POLL_MILLIS - Duration.between(asked, Instant.now()).toMillis());
            }
            throw new IllegalStateException("not ready within " + LIMIT);
        }

        private String ask(String path, String body) throws IOException {
            var file = directory.toString();
            var command = new ArrayList<>(List.of(
                    "curl", "--silent", "--max-time", "2", "--user-agent", "bench", "--cacert", file + "/certificate-authority-data",
                    "--cert", file + "/client-certificate-data", "--key", file + "/client-key-data", server + path));
            if (!body.isEmpty()) {
                command.addAll(List.of("--header", "Content-Type: application/json", "--data", body));
            }
            var process = new ProcessBuilder(command).start();
            var text = new String(process.getInputStream().readAllBytes());
            waitFor(process);
            return text;
        }

        private boolean isKnown() throws IOException {
            if (!server.isEmpty()) {
                return true;
            }
            var node = CLUSTER + "-control-plane";
            if (port.isEmpty()) { // each question of the engine's takes processors from what is measured
                port = firstLine(attempt("docker", "port", node, "6443/tcp"));
            }
            if (port.isEmpty()) {
                port = firstLine(attempt("docker", "port", CLUSTER + "-external-load-balancer", "6443/tcp"));
            }
            var conf = port.isEmpty() ? "" : attempt("docker", "exec", node, "cat", "/etc/kubernetes/super-admin.conf");
            if (!conf.contains("client-key-data")) {
                return false;
            }
            for (String field : List.of("certificate-authority-data", "client-certificate-data", "client-key-data")) {
                var value = Pattern.compile(field + ": (\\S+)").matcher(conf);
                if (!value.find()) {
                    return false; // still being written
                }
                Files.write(directory.resolve(field), Base64.getDecoder().decode(value.group(1)));
            }
            server = "https://" + port;
            return true;
        }

        private static String firstLine(String text) {
            return text.lines().findFirst().orElse("");
        }

        @Override
        public void close() {
            for (String field : List.of("certificate-authority-data", "client-certificate-data", "client-key-data")) {
                directory.resolve(field).toFile().delete();
            }
        }
    }

    /** What a cluster of one node costs that nobody uses: CPU seconds in a second, bytes of memory. */
    private Map<String, Double> idle(Contender contender) throws IOException {
        delete(contender.tool());
        finish(start(createCommand(contender, new Topology(1, 0))), "create");
        var group = cgroup(CLUSTER + "-control-plane");
        pause(TimeUnit.SECONDS.toMillis(60)); // what follows on a creation is not idling
        var before = cpuSeconds(group);
        pause(IDLE.toMillis());
        var sample = new TreeMap<String, Double>();
        sample.put("cpu", (cpuSeconds(group) - before) / IDLE.toSeconds());
        sample.put("memory", memoryBytes(group));
        delete(contender.tool());
        return sample;
    }

    /** Makes an image of 300 MB that nothing compresses, and one with a small layer more. */
    private void makeImages() throws IOException {
        var directory = Files.createDirectories(work.resolve("images"));
        finish(start(List.of("sh", "-c", "head -c 300000000 /dev/urandom >\"$1\"/large", "sh", directory.toString())), "large file");
        Files.writeString(directory.resolve("small"), "one small layer");
        finish(start(List.of("tar", "-C", directory.toString(), "-cf", work.resolve("large.tar").toString(), "large")), "tar");
        finish(start(List.of("docker", "import", work.resolve("large.tar").toString(), BIG_IMAGE + "1")), "import");
        var container = output("docker", "create", BIG_IMAGE + "1", "none").strip();
        finish(start(List.of("docker", "cp", directory.resolve("small").toString(), container + ":/small")), "cp");
        finish(start(List.of("docker", "commit", container, BIG_IMAGE + "2")), "commit");
        finish(start(List.of("docker", "rm", container)), "rm");
    }

    /** Loads an image of 300 MB into three nodes, and then one with a small layer more. Seconds, and bytes that the disks wrote. */
    private Map<String, Double> load(Contender contender) throws IOException {
        delete(contender.tool());
        var begin = Instant.now();
        var creation = start(createCommand(contender, new Topology(1, 2)));
        try (var api = new Api(creation, begin)) {
            api.await("/api/v1/nodes", text -> READY.matcher(text).results().count() == 3);
            api.await("/apis/apps/v1/namespaces/kube-system/deployments/coredns", text -> AVAILABLE.matcher(text).find());
            finish(creation, "create");
        }
        var sample = new LinkedHashMap<String, Double>();
        for (String version : List.of("1", "2")) {
            output("sync");
            var written = diskBytes().get("written");
            var started = Instant.now();
            finish(start(loadCommand(contender.tool(), BIG_IMAGE + version)), "load");
            sample.put("load" + version, seconds(started));
            output("sync");
            sample.put("written" + version, diskBytes().get("written") - written);
        }
        delete(contender.tool());
        return sample;
    }

    private List<String> loadCommand(Tool tool, String image) {
        var program = (tool == Tool.MINIK ? options.minik() : options.kind()).toString();
        return List.of(program, "load", "docker-image", image, "--name", CLUSTER);
    }

    /** Pauses a cluster of one node for longer than its leases last and resumes it; stops it and starts it. Seconds. */
    private Map<String, Double> life(Contender contender) throws IOException {
        delete(contender.tool());
        var sample = new LinkedHashMap<String, Double>();
        var creation = start(createCommand(contender, new Topology(1, 0)));
        try (var api = new Api(creation, Instant.now())) {
            api.await("/apis/apps/v1/namespaces/kube-system/deployments/coredns", text -> AVAILABLE.matcher(text).find());
            finish(creation, "create");
            finish(start(List.of(options.minik().toString(), "pause", "cluster", CLUSTER)), "pause");
            pause(PAUSED.toMillis());
            waken("resume", api, sample);
            finish(start(List.of(options.minik().toString(), "stop", "cluster", CLUSTER)), "stop");
            waken("start", api, sample);
        } finally {
            creation.destroy();
        }
        delete(contender.tool());
        return sample;
    }

    /** How long a command takes until the API answers, until a pod that is created then runs, and by itself. */
    private void waken(String command, Api api, Map<String, Double> sample) throws IOException {
        var begin = Instant.now();
        var waking = start(List.of(options.minik().toString(), command, "cluster", CLUSTER));
        var ended = waking.onExit().thenApply(process -> seconds(begin));
        api.askSince(waking, begin);
        sample.put(command + "Api", api.await("/readyz", "ok"::equals));
        var pods = "/api/v1/namespaces/default/pods";
        // the first answers may be refusals, for an API server that begins
        api.await(pods, """
                {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "after-%s"},
                 "spec": {"terminationGracePeriodSeconds": 0, "containers": [{"name": "main", "image": "%s"}]}}
                """.formatted(command, PAUSE_IMAGE), text -> text.contains("\"uid\""));
        sample.put(command + "Pod", api.await(pods + "/after-" + command, text -> text.contains("\"phase\":\"Running\"")));
        finish(waking, command);
        sample.put(command, ended.join());
    }

    private Map<String, List<Double>> commands() {
        var times = new LinkedHashMap<String, List<Double>>();
        for (String command : List.of("--help", "get clusters")) {
            times.put("minik " + command, time(options.minik(), command));
            times.put("kind " + command, time(options.kind(), command));
        }
        return times;
    }

    private List<Double> time(Path program, String command) {
        var line = Stream.concat(Stream.of(program.toString()), Stream.of(command.split(" "))).toList();
        var times = new ArrayList<Double>();
        for (int i = 0; i <= 20; i++) {
            var begin = Instant.now();
            finish(start(line), command);
            if (i > 0) { // the first fills the caches
                times.add(seconds(begin));
            }
        }
        return times;
    }

    /** A build from nothing, with caches of its own that are empty, and one with everything cached. */
    private Map<String, Double> builds() throws IOException {
        var caches = Files.createTempDirectory(work, "caches");
        var cold = new ProcessBuilder(options.minik().toString(), "build", "node-image", "--image", "localhost/minik-bench:cold");
        cold.environment().putAll(Map.of(
                "XDG_CACHE_HOME", caches + "/cache", "GOCACHE", caches + "/go", "GOMODCACHE", caches + "/modules"));
        var times = new LinkedHashMap<String, Double>();
        var begin = Instant.now();
        var process = cold.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(work.resolve("log").toFile())).start();
        finish(process, "cold build", Duration.ofMinutes(40));
        times.put("cold", seconds(begin));
        attempt("docker", "image", "rm", "localhost/minik-bench:cold");
        begin = Instant.now();
        finish(start(List.of(options.minik().toString(), "build", "node-image")), "cached build");
        times.put("cached", seconds(begin));
        output("chmod", "-R", "u+w", caches.toString());
        output("rm", "-rf", caches.toString());
        return times;
    }

    private Map<String, Object> machine() throws IOException {
        var machine = new LinkedHashMap<String, Object>();
        machine.put("processors", Runtime.getRuntime().availableProcessors());
        var memory = Pattern.compile("MemTotal: +(\\d+) kB").matcher(Files.readString(Path.of("/proc/meminfo")));
        machine.put("memoryGiB", memory.find() ? Math.round(Long.parseLong(memory.group(1)) / 1024.0 / 1024) : 0);
        machine.put("kernel", output("uname", "-r"));
        machine.put("engine", "Docker " + output("docker", "version", "--format", "{{.Server.Version}}"));
        machine.put("cgroups", output("docker", "info", "--format", "{{.CgroupVersion}}"));
        // the one that minik chose, which need not be this
        var java = Pattern.compile("Java ([^, )]+)").matcher(output(options.minik().toString(), "version"));
        machine.put("java", java.find() ? java.group(1) : "unknown");
        machine.put("kind", output(options.kind().toString(), "version"));
        machine.put("image", options.image());
        return machine;
    }

    private static List<String> nodes() throws IOException {
        return output("docker", "ps", "--format", "{{.Names}}", "--filter", "name=^" + CLUSTER + "-").lines().toList();
    }

    private static double memoryOfNodes() throws IOException {
        var total = 0.0;
        for (String node : nodes()) {
            total += memoryBytes(cgroup(node));
        }
        return total;
    }

    /** Bytes in the writable layers and volumes of the cluster's nodes. */
    private static double diskOfNodes() throws IOException {
        output("sync");
        var total = 0.0;
        for (String node : nodes()) {
            total += Double.parseDouble(output("docker", "inspect", "--size", "--format", "{{.SizeRw}}", node));
            var mounts = output("docker", "inspect", "--format",
                    "{{range .Mounts}}{{if eq .Type \"volume\"}}{{.Source}} {{end}}{{end}}", node);
            for (String mount : mounts.isBlank() ? new String[0] : mounts.split("\\s+")) {
                total += Double.parseDouble(output("du", "-sxB1", mount).split("\\s+")[0]);
            }
        }
        return total;
    }

    /** What all disks have read and written since boot. */
    private static Map<String, Double> diskBytes() throws IOException {
        output("sync");
        double read = 0;
        double written = 0;
        for (String line : Files.readAllLines(Path.of("/proc/diskstats"))) {
            var fields = line.strip().split("\\s+");
            if (Files.exists(Path.of("/sys/block", fields[2])) && !fields[2].startsWith("loop")) { // a disk, not a part of one
                read += Double.parseDouble(fields[5]) * 512;
                written += Double.parseDouble(fields[9]) * 512;
            }
        }
        return Map.of("read", read, "written", written);
    }

    /** CPU seconds of the engine's daemon and of the containerd that it runs; what runs inside nodes is no part of it. */
    private static double engineCpuSeconds() throws IOException {
        var ticks = 0L;
        try (var processes = Files.list(Path.of("/proc"))) {
            for (Path process : processes.filter(path -> path.getFileName().toString().matches("\\d+")).toList()) {
                try {
                    var stat = Files.readString(process.resolve("stat"));
                    var name = stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
                    if ((name.equals("dockerd") || name.equals("containerd"))
                            && !Files.readString(process.resolve("cgroup")).contains("/docker")) {
                        var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
                        ticks += Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
                    }
                } catch (IOException e) {
                    // the process has ended between listing and reading
                }
            }
        }
        return ticks / TICKS;
    }

    /** The directories of a container's cgroup, by controller for version 1. */
    private static Map<String, Path> cgroup(String container) throws IOException {
        var id = output("docker", "inspect", "--format", "{{.Id}}", container);
        var root = Path.of("/sys/fs/cgroup");
        var groups = new TreeMap<String, Path>();
        for (String controller : List.of("cpuacct", "memory", "")) {
            for (String path : List.of("docker/" + id, "system.slice/docker-" + id + ".scope")) {
                var group = root.resolve(controller).resolve(path);
                if (Files.isDirectory(group)) {
                    groups.put(controller.isEmpty() ? "unified" : controller, group);
                }
            }
        }
        return groups;
    }

    private static double cpuSeconds(Map<String, Path> group) throws IOException {
        if (group.containsKey("cpuacct")) {
            return Double.parseDouble(Files.readString(group.get("cpuacct").resolve("cpuacct.usage")).strip()) / 1e9;
        }
        var usage = Pattern.compile("usage_usec (\\d+)").matcher(Files.readString(group.get("unified").resolve("cpu.stat")));
        if (!usage.find()) {
            throw new IllegalStateException("no CPU time in " + group);
        }
        return Double.parseDouble(usage.group(1)) / 1e6;
    }

    /** Anonymous memory: what the page cache holds is the host's to take back. */
    private static double memoryBytes(Map<String, Path> group) throws IOException {
        var old = group.containsKey("memory");
        var stat = Files.readString((old ? group.get("memory") : group.get("unified")).resolve("memory.stat"));
        var bytes = Pattern.compile("(?m)^" + (old ? "total_rss" : "anon") + " (\\d+)").matcher(stat);
        if (!bytes.find()) {
            throw new IllegalStateException("no memory in " + group);
        }
        return Double.parseDouble(bytes.group(1));
    }

    private Process start(List<String> command) {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(work.resolve("log").toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void finish(Process process, String what) {
        finish(process, what, LIMIT);
    }

    private void finish(Process process, String what, Duration limit) {
        if (waitFor(process, limit) != 0) {
            throw new IllegalStateException(what + " failed, see " + work.resolve("log"));
        }
    }

    private static String output(String... command) throws IOException {
        var process = new ProcessBuilder(command).start();
        var text = new String(process.getInputStream().readAllBytes()).strip();
        if (waitFor(process) != 0) {
            throw new IllegalStateException(String.join(" ", command) + " failed");
        }
        return text;
    }

    private static String attempt(String... command) throws IOException {
        var process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        var text = new String(process.getInputStream().readAllBytes()).strip();
        return waitFor(process) == 0 ? text : "";
    }

    private static int waitFor(Process process) {
        return waitFor(process, LIMIT);
    }

    private static int waitFor(Process process, Duration limit) {
        try {
            if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
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

    private static double seconds(Instant begin) {
        return Duration.between(begin, Instant.now()).toNanos() / 1e9;
    }
}
