package dev.minik.kubeconfig;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which process this is, said so that another process can find out whether it still runs.
 *
 * @param place where process ids mean the same: the boot of a kernel, a process namespace of it, and a user (who may not see the
 *     processes of others); elsewhere than on Linux, host and user
 * @param pid the process id
 * @param start when the process began, in a unit of the place's own: a process id may have been given away again
 */
record ProcessIdentity(String place, long pid, String start) {
    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");
    private static final Path NAMESPACE = Path.of("/proc/self/ns/pid");
    private static final Pattern TEXT =
            Pattern.compile("place (\\S+)\npid (\\d{1,18})\nstart (\\S+)\n.*", Pattern.DOTALL);
    private static final Pattern SPACE = Pattern.compile("\\s+");

    // proc(5): state is the 3rd field and the start time the 22nd; they are counted from behind the command's name, the
    // 2nd field
    private static final int STATE = 0;
    private static final int START_TIME = 19;
    private static final Set<String> ENDED = Set.of("Z", "X");

    static ProcessIdentity current() throws IOException {
        long pid = ProcessHandle.current().pid();
        return new ProcessIdentity(currentPlace(), pid, startOf(pid).orElse("unknown"));
    }

    /** Reads {@link #toText()}; empty if it is anything else. */
    static Optional<ProcessIdentity> parse(String text) {
        var matcher = TEXT.matcher(text);
        return matcher.matches()
                ? Optional.of(new ProcessIdentity(matcher.group(1), Long.parseLong(matcher.group(2)), matcher.group(3)))
                : Optional.empty();
    }

    String toText() {
        return "place %s\npid %d\nstart %s\n".formatted(place, pid, start);
    }

    /** Returns whether this process could see that one if it ran. */
    boolean isVisible() throws IOException {
        return place.equals(currentPlace());
    }

    /** Returns whether a visible process has ended. */
    boolean hasEnded() throws IOException {
        return !startOf(pid).equals(Optional.of(start));
    }

    private static String currentPlace() throws IOException {
        var user = System.getProperty("user.name", "unknown");
        var place = Files.isReadable(BOOT)
                ? "%s/%s/%s".formatted(Files.readString(BOOT).strip(), Files.readSymbolicLink(NAMESPACE), user)
                : "%s/%s".formatted(InetAddress.getLocalHost().getHostName(), user);
        return SPACE.matcher(place).replaceAll("_");
    }

    /**
     * Returns when a process began; empty if it has ended. On Linux the kernel's own number is read: Java's instant is derived from the
     * wall clock and moves when that is set. A process that nobody has waited for yet (a zombie, common in containers) has ended.
     */
    private static Optional<String> startOf(long pid) throws IOException {
        if (!Files.isReadable(BOOT)) {
            return ProcessHandle.of(pid)
                    .map(process ->
                            process.info().startInstant().map(Object::toString).orElse("unknown"));
        }
        var process = Path.of("/proc", Long.toString(pid));
        try {
            var stat = Files.readString(process.resolve("stat"));
            // the name may contain anything, parentheses and spaces included
            var fields = SPACE.splitAsStream(
                            stat.substring(stat.lastIndexOf(')') + 1).strip())
                    .toList();
            var ended = ENDED.contains(fields.get(STATE));
            return ended ? Optional.empty() : Optional.of(fields.get(START_TIME));
        } catch (IOException e) {
            // one that ends while it is read fails with "no such process" instead of "no such file"
            if (Files.exists(process)) {
                throw e;
            }
            return Optional.empty();
        }
    }
}
