package dev.minik.cli.command;

import dev.minik.cli.port.ConfigReader.ConfigFile;
import dev.minik.cli.terminal.Console;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads the file that {@code --config} names. */
final class ConfigFiles {
    /** Far more than a configuration needs; keeps a wrong file, such as a device, from filling the memory. */
    private static final int MAX_BYTES = 8 * 1024 * 1024;

    private final Console console;

    ConfigFiles(Console console) {
        this.console = console;
    }

    ConfigFile read(String name) {
        if (name.equals("-")) {
            return read("standard input", console.in());
        }
        try (var in = Files.newInputStream(Path.of(name))) {
            return read(name, in);
        } catch (NoSuchFileException e) {
            throw unreadable(name, "there is no such file", e);
        } catch (IOException | InvalidPathException e) {
            throw unreadable(name, String.valueOf(e.getMessage()), e);
        }
    }

    private static ConfigFile read(String origin, InputStream in) {
        try {
            var bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw MinikException.of(
                        ExitCode.INVALID_CONFIG,
                        "%s is larger than %d MiB".formatted(origin, MAX_BYTES >> 20),
                        "Name a cluster configuration");
            }
            var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return new ConfigFile(origin, text.toString());
        } catch (CharacterCodingException e) {
            throw unreadable(origin, "it is not UTF-8 text", e);
        } catch (IOException e) {
            throw unreadable(origin, String.valueOf(e.getMessage()), e);
        }
    }

    private static MinikException unreadable(String origin, String reason, Exception e) {
        return MinikException.of(
                        ExitCode.INVALID_CONFIG,
                        "cannot read the configuration %s: %s".formatted(origin, reason),
                        "Name a YAML file that you may read, or - for standard input")
                .causedBy(e);
    }
}
