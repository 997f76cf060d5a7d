package dev.minik.doctor;

import dev.minik.engine.EngineInfo;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a Linux host tells of itself in its files. */
public final class LinuxHost {
    private static final Pattern BOUNDING_SET = Pattern.compile("(?m)^CapBnd:\\s*([0-9a-f]+)$");
    private static final int CAP_SYS_ADMIN = 21;
    private static final int CAP_SYS_RESOURCE = 24;
    private static final long GIB = 1L << 30;
    private static final String INSTANCES = "max_user_instances";
    private static final long ENOUGH_INSTANCES = 512;

    /** Counted: 27 in a control plane, fewer in a worker; with 128 the seventh node's kube-proxy fails. */
    private static final long INSTANCES_OF_A_NODE = 20;

    private final Path root;

    /**
     * Reads below {@code root}, which is {@code /} but in tests.
     */
    public LinuxHost(Path root) {
        this.root = root;
    }

    boolean isLinux() {
        return read("proc/self/status").isPresent();
    }

    /** Without CAP_SYS_RESOURCE the nodes adapt; without CAP_SYS_ADMIN there are no privileged containers. */
    Finding capabilities() {
        var set = read("proc/self/status").map(BOUNDING_SET::matcher).filter(java.util.regex.Matcher::find);
        if (set.isEmpty()) {
            return Finding.warn("capabilities", "the bounding set cannot be read", "run minik on a Linux host");
        }
        long bits = Long.parseUnsignedLong(set.get().group(1), 16);
        if ((bits >> CAP_SYS_ADMIN & 1) == 0) {
            return Finding.fail(
                    "capabilities",
                    "CAP_SYS_ADMIN is missing: no privileged container can start",
                    "run the engine outside of this container, or give it all capabilities");
        }
        return (bits >> CAP_SYS_RESOURCE & 1) == 0
                ? Finding.ok("capabilities", "CAP_SYS_RESOURCE is missing; nodes do without")
                : Finding.ok("capabilities", "complete");
    }

    /**
     * Every node's systemd, kubelet and containerd watch files, and all nodes share these limits of the host.
     *
     * @see <a href="https://kind.sigs.k8s.io/docs/user/known-issues/#pod-errors-due-to-too-many-open-files">how it shows</a>
     */
    List<Finding> inotify() {
        return List.of(
                limit(INSTANCES, ENOUGH_INSTANCES, ENOUGH_INSTANCES), limit("max_user_watches", 100_000, 100_000));
    }

    /** Returns what is wrong when so many nodes use up a limit of the host that all of them share; their pods then fail in odd ways. */
    public Optional<Finding> tooManyNodes(int nodes) {
        var least = nodes * INSTANCES_OF_A_NODE;
        return Optional.of(limit(INSTANCES, least, Math.max(least, ENOUGH_INSTANCES)))
                .filter(finding -> isLinux() && finding.level() != Finding.Level.OK);
    }

    private Finding limit(String name, long least, long enough) {
        var key = "fs.inotify." + name;
        var value = read("proc/sys/fs/inotify/" + name).map(String::strip).filter(text -> text.matches("\\d{1,18}"));
        if (value.isEmpty()) {
            return Finding.warn("inotify", key + " cannot be read", "look at it with sysctl " + key);
        }
        return Long.parseLong(value.get()) < least
                ? Finding.warn(
                        "inotify",
                        "%s is %s: enough for some nodes only".formatted(key, value.get()),
                        "sysctl -w %s=%d, and the same line in /etc/sysctl.d".formatted(key, enough))
                : Finding.ok("inotify", "%s is %s".formatted(key, value.get()));
    }

    Finding overlay() {
        return read("proc/filesystems")
                        .filter(text -> text.contains("\toverlay"))
                        .isPresent()
                ? Finding.ok("kernel", "overlay file systems are there")
                : Finding.fail("kernel", "the kernel has no overlay file system", "modprobe overlay");
    }

    Finding disk(EngineInfo engine) {
        var engineDirectory = engine.rootDirectory();
        var remedy = engine.command() + " system prune";
        try {
            var store = Files.getFileStore(root.resolve(Path.of("/").relativize(Path.of(engineDirectory))));
            var free = store.getUsableSpace();
            var text = "%.1f GiB free in %s".formatted((double) free / GIB, engineDirectory);
            if (free < 2 * GIB) {
                return Finding.fail("disk", text + ": a node image alone takes more", remedy);
            }
            return free < 10 * GIB ? Finding.warn("disk", text, remedy) : Finding.ok("disk", text);
        } catch (IOException e) {
            return Finding.warn(
                    "disk", "the space in %s cannot be asked for".formatted(engineDirectory), "look at it with df");
        }
    }

    /** API servers are published on ports of the loopback address. */
    Finding ports() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return Finding.ok(
                    "ports",
                    "a port of %s is free".formatted(socket.getInetAddress().getHostAddress()));
        } catch (IOException e) {
            return Finding.fail(
                    "ports", "no port can be opened on the loopback address: " + e.getMessage(), "ip link set lo up");
        }
    }

    private Optional<String> read(String file) {
        try {
            // not readString: it reads one byte first, and a file of /proc/sys gives no more than that then
            return Optional.of(String.join("\n", Files.readAllLines(root.resolve(file))));
        } catch (IOException e) {
            return Optional.empty(); // each check says what it means that it is not there
        }
    }
}
