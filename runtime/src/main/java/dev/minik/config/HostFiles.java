package dev.minik.config;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** Reads files of this host that a config file names. They are texts. */
final class HostFiles {
    private static final long MAX_BYTES = 1024 * 1024;

    private final ReadContext in;

    HostFiles(ReadContext in) {
        this.in = in;
    }

    /** Returns the content of a file; empty when it cannot be had, which is reported as a problem of the field at {@code path}. */
    Optional<String> read(String path, String name) {
        try {
            var file = resolve(name);
            if (Files.size(file) > MAX_BYTES) {
                in.problems().add(path, "%s is larger than %d KiB".formatted(Values.quote(name), MAX_BYTES / 1024));
                return Optional.empty();
            }
            return Optional.of(Files.readString(file, StandardCharsets.UTF_8));
        } catch (InvalidPathException e) {
            in.problems().add(path, "%s is not a path of this host".formatted(Values.quote(name)));
        } catch (MalformedInputException e) {
            in.problems().add(path, "%s is not a text in UTF-8".formatted(Values.quote(name)));
        } catch (IOException e) {
            in.problems().add(path, "%s cannot be read: %s".formatted(Values.quote(name), e.getMessage()));
        }
        return Optional.empty();
    }

    /** Returns a path of this host, relative ones against the directory of the command. */
    Path resolve(String name) {
        return in.directory().resolve(name).normalize();
    }
}
