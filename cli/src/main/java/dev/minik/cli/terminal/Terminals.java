package dev.minik.cli.terminal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Which of the standard streams are terminals. */
public record Terminals(boolean in, boolean out, boolean err) {
    /** No terminal at all, as in CI. */
    public static final Terminals NONE = new Terminals(false, false, false);

    /**
     * Finds out about this process. Java itself cannot tell: {@code System.console()} speaks of input and output together,
     * not of the error stream, and from JDK 22 on exists without any terminal
     * (<a href="https://bugs.openjdk.org/browse/JDK-8308591">JDK-8308591</a>). So the launcher's word counts first, then what
     * Linux tells of the open files.
     *
     * @param told the descriptors that the launcher found to be terminals, such as {@code 02}, or null without launcher
     * @param descriptors the directory of the process's open files, {@code /proc/self/fd} on Linux
     */
    public static Terminals detect(@Nullable String told, Path descriptors) {
        if (told != null) {
            return new Terminals(told.contains("0"), told.contains("1"), told.contains("2"));
        }
        if (Files.isDirectory(descriptors)) {
            return new Terminals(
                    isTerminal(descriptors.resolve("0")),
                    isTerminal(descriptors.resolve("1")),
                    isTerminal(descriptors.resolve("2")));
        }
        // Claiming none costs the spinner only.
        return NONE;
    }

    private static boolean isTerminal(Path descriptor) {
        try {
            var device = Files.readSymbolicLink(descriptor).toString();
            return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty") || device.equals("/dev/console");
        } catch (IOException e) {
            // A closed stream has no descriptor, and is no terminal.
            return false;
        }
    }
}
