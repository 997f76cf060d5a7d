package dev.minik.engine.install;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The system to install on, as its files describe it.
 *
 * @param root its root directory
 */
public record HostSystem(Path root) {
    private static final int CAP_SYS_RESOURCE = 24;
    private static final String[] PROGRAM_DIRECTORIES = {"usr/sbin", "usr/bin", "usr/local/sbin", "usr/local/bin"};

    /** Returns the system this process runs on. */
    public static HostSystem current() {
        return new HostSystem(Path.of("/"));
    }

    Path file(String path) {
        return root.resolve(path);
    }

    /** Returns a file's text; nothing when there is no such file. */
    Optional<String> read(String path) {
        var file = file(path);
        try {
            return Files.isRegularFile(file) ? Optional.of(Files.readString(file)) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Returns a value of <a href="https://www.freedesktop.org/software/systemd/man/latest/os-release.html">os-release</a>;
     * empty when it is not there.
     */
    String release(String name) {
        return read("etc/os-release")
                .or(() -> read("usr/lib/os-release"))
                .flatMap(text -> value(text, name + "="))
                .map(value -> value.replaceAll("^[\"']|[\"']$", ""))
                .orElse("");
    }

    /** Returns the system's name for people. */
    String name() {
        var name = release("PRETTY_NAME");
        return name.isEmpty() ? "this operating system" : name;
    }

    /** Returns whether apt installs packages here. */
    boolean usesApt() {
        return Files.exists(file("usr/bin/apt-get"));
    }

    /** Returns whether this process has root's rights, by its effective user. */
    boolean isRoot() {
        return status("Uid:").map(ids -> ids.matches("[0-9]+\\s+0\\s.*")).orElse(false);
    }

    /**
     * Returns whether no process here may have CAP_SYS_RESOURCE. Engines before version 23 ask for all capabilities for a
     * privileged container, and fail to start it when one cannot be had (<a
     * href="https://github.com/moby/moby/pull/42933">moby 42933</a>).
     */
    boolean lacksSysResource() {
        return status("CapBnd:")
                .map(mask -> (Long.parseUnsignedLong(mask, 16) >> CAP_SYS_RESOURCE & 1) == 0)
                .orElse(false);
    }

    /** Returns whether systemd manages this system's services. */
    boolean runsSystemd() {
        return Files.isDirectory(file("run/systemd/system"));
    }

    /** Returns where a program is installed. */
    Optional<Path> program(String name) {
        for (var directory : PROGRAM_DIRECTORIES) {
            var path = file(directory).resolve(name);
            if (Files.exists(path)) {
                return Optional.of(path);
            }
        }
        return Optional.empty();
    }

    private Optional<String> status(String field) {
        return read("proc/self/status").flatMap(text -> value(text, field));
    }

    private static Optional<String> value(String text, String field) {
        return Pattern.compile("\\R")
                .splitAsStream(text)
                .filter(line -> line.startsWith(field))
                .map(line -> line.substring(field.length()).strip())
                .findFirst();
    }
}
