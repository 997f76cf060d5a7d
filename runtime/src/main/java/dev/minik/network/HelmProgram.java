package dev.minik.network;

import dev.minik.archive.TarEntry;
import dev.minik.archive.TarReader;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.release.HelmRelease;
import dev.minik.release.PinnedFile;
import java.io.BufferedInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** Finds helm: the host's, or one of minik's own, which is downloaded then. */
final class HelmProgram {
    private static final String NAME = "helm";
    private static final String REMEDY =
            "install helm on this machine, or render the chart on another one and let networking.cni name the file";

    private final Path directory;
    private final PinnedFiles files;
    private final Map<String, String> variables;

    /**
     * Finds helm, and keeps it.
     *
     * @param directory where a program of minik's own is kept
     * @param files where its archive comes from
     * @param variables the user's environment
     */
    HelmProgram(Path directory, PinnedFiles files, Map<String, String> variables) {
        this.directory = directory;
        this.files = files;
        this.variables = variables;
    }

    /** Returns this host as Go names it, such as {@code linux-amd64}. */
    static String host(String system, String architecture) {
        var processor = switch (architecture) {
            case "x86_64" -> "amd64";
            case "aarch64" -> "arm64";
            default -> architecture;
        };
        return system.toLowerCase(Locale.ROOT) + "-" + processor;
    }

    /**
     * Returns the program.
     *
     * @param release the one to take where the host has none
     * @param host what it must be for
     * @throws MinikException {@link ExitCode#FAILED} when there is none and none can be had
     */
    Path find(HelmRelease release, String host) {
        return onPath().orElseGet(() -> own(release, host));
    }

    private Optional<Path> onPath() {
        return Arrays.stream(variables.getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .flatMap(HelmProgram::in)
                .findFirst();
    }

    private static Stream<Path> in(String directory) {
        try {
            return Stream.of(Path.of(directory))
                    .filter(Path::isAbsolute) // what lies where somebody happens to work is not meant
                    .map(path -> path.resolve(NAME))
                    .filter(program -> Files.isRegularFile(program) && Files.isExecutable(program));
        } catch (InvalidPathException e) {
            return Stream.empty(); // an entry that is no path holds no program
        }
    }

    private Path own(HelmRelease release, String host) {
        var archive = release.archiveFor(host)
                .orElseThrow(() -> MinikException.of(
                        ExitCode.FAILED,
                        "there is no helm on the PATH, and minik knows none for %s".formatted(host),
                        REMEDY));
        var program = directory.resolve(archive.sha256() + "-" + NAME);
        if (!Files.isExecutable(program)) {
            unpack(archive, release, host + "/" + NAME, program);
        }
        return program;
    }

    private void unpack(PinnedFile pinned, HelmRelease release, String name, Path program) {
        var what = "helm %s, which renders the network's chart,".formatted(release.version());
        var archive = files.get(pinned, what, REMEDY);
        try {
            // beside its place and renamed: half a program must not be found later
            var unpacked = Files.createTempFile(directory, "unpacked-", "");
            try (var content = new GZIPInputStream(new BufferedInputStream(Files.newInputStream(archive)))) {
                try (var target = Files.newOutputStream(unpacked)) {
                    take(content, name, target);
                }
                Files.setPosixFilePermissions(unpacked, PosixFilePermissions.fromString("rwxr-xr-x"));
                Files.move(unpacked, program, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(unpacked);
            }
        } catch (IOException | UncheckedIOException e) {
            throw MinikException.of(
                            ExitCode.FAILED, "%s cannot be unpacked: %s".formatted(what, e.getMessage()), REMEDY)
                    .causedBy(e);
        }
    }

    private static void take(InputStream archive, String name, OutputStream target) throws IOException {
        var taken = new boolean[1];
        TarReader.read(archive, (entry, content) -> {
            if (entry.kind() == TarEntry.Kind.FILE && entry.name().equals(name)) {
                content.transferTo(target);
                taken[0] = true;
            }
        });
        if (!taken[0]) {
            throw new IOException("its archive lacks " + name);
        }
    }
}
