package dev.minik.engine.install;

import java.util.Optional;
import java.util.regex.Pattern;

/** A release of Go, by its first two numbers. */
record GoVersion(int major, int minor) implements Comparable<GoVersion> {
    /**
     * From this version on, Go fetches a newer toolchain by itself where a module asks for one (<a
     * href="https://go.dev/doc/toolchain">Go Toolchains</a>).
     */
    static final GoVersion SELF_UPDATING = new GoVersion(1, 21);

    private static final Pattern NUMBERS = Pattern.compile("(?:^|go|[0-9]:)([0-9]+)\\.([0-9]+)");

    /** Reads {@code 1.26}, {@code go version go1.26.8 linux/amd64} or Debian's {@code 2:1.24~2}. */
    static Optional<GoVersion> parse(String text) {
        var numbers = NUMBERS.matcher(text);
        return numbers.find()
                ? Optional.of(new GoVersion(Integer.parseInt(numbers.group(1)), Integer.parseInt(numbers.group(2))))
                : Optional.empty();
    }

    /** Returns whether it can build what needs {@code wanted}, if need be after fetching a newer toolchain. */
    boolean canBuild(GoVersion wanted) {
        return compareTo(wanted) >= 0 || compareTo(SELF_UPDATING) >= 0;
    }

    @Override
    public int compareTo(GoVersion other) {
        return major != other.major ? Integer.compare(major, other.major) : Integer.compare(minor, other.minor);
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
