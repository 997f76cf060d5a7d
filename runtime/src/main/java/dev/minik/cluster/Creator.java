package dev.minik.cluster;

import java.time.Instant;
import java.util.Optional;

/**
 * The process that creates a cluster, as it is written on the marker of an unfinished creation.
 *
 * @param host the host it runs on
 * @param pid its process id there
 * @param started when it started, milliseconds since 1970, since process ids are used again
 */
record Creator(String host, long pid, long started) {

    /** Returns this process. */
    static Creator self(String host) {
        var process = ProcessHandle.current();
        return new Creator(host, process.pid(), started(process));
    }

    /** Reads what {@link #toString} wrote; empty for anything else. */
    static Optional<Creator> parse(String text) {
        var parts = text.split("/", -1);
        if (parts.length != 3 || !parts[1].matches("\\d{1,18}") || !parts[2].matches("\\d{1,18}")) {
            return Optional.empty();
        }
        return Optional.of(new Creator(parts[0], Long.parseLong(parts[1]), Long.parseLong(parts[2])));
    }

    /** Returns whether this process is known to be gone, which can be told on its own host only. */
    boolean isGone(String thisHost) {
        return host.equals(thisHost)
                && ProcessHandle.of(pid)
                        .filter(process -> started(process) == started)
                        .isEmpty();
    }

    private static long started(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    @Override
    public String toString() {
        return host + "/" + pid + "/" + started;
    }
}
