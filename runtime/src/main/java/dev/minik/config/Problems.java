package dev.minik.config;

import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Collects what is wrong with a configuration, so that the user hears of everything at once. */
final class Problems {
    /** A set, because an alias in YAML brings the same mistake to one place twice. */
    private final Set<String> lines = new LinkedHashSet<>();

    /** Adds a problem of the field at {@code path}; an empty path means the whole. */
    void add(String path, String problem) {
        lines.add(Values.printable(path.isEmpty() ? problem : path + ": " + problem));
    }

    /** Makes a value that checks itself; what it objects to becomes a problem of the field at {@code path}. */
    <T> Optional<T> valid(String path, Supplier<T> value) {
        try {
            return Optional.of(value.get());
        } catch (IllegalArgumentException e) {
            add(path, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /** Throws all problems as one failure, if there are any. */
    void throwIfAny(String origin) {
        if (lines.isEmpty()) {
            return;
        }
        List<String> all = new ArrayList<>(lines);
        var name = Values.printable(origin);
        var cause = all.size() == 1
                ? "%s: %s".formatted(name, all.get(0))
                : "%s has %d problems; the first: %s".formatted(name, all.size(), all.get(0));
        throw MinikException.of(ExitCode.INVALID_CONFIG, cause, "correct %s and run the command again".formatted(name))
                .withDetails(all);
    }
}
