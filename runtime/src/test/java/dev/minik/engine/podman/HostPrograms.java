package dev.minik.engine.podman;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.minik.archive.TarBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** An image made of some programs of this host and the libraries that they are linked with: small, and there without any network. */
final class HostPrograms {
    /** A directory that is not empty in the image. */
    static final String FILLED = "/data";

    private static final int PROGRAM = 0755;
    private static final Pattern LIBRARY = Pattern.compile("(/\\S+) \\(0x");

    private HostPrograms() {}

    /** Returns the image as an archive that {@code docker load} and {@code podman load} take. */
    static byte[] image(String name, String... programs) {
        var layer = layer(programs);
        var config = """
                {"architecture":"%s","os":"linux","config":{"Env":["PATH=/bin"]},"rootfs":{"type":"layers","diff_ids":["sha256:%s"]}}\
                """.formatted(System.getProperty("os.arch"), sha256(layer));
        var configName = sha256(config.getBytes(UTF_8)) + ".json";
        var manifest =
                "[{\"Config\":\"%s\",\"RepoTags\":[\"%s\"],\"Layers\":[\"layer.tar\"]}]".formatted(configName, name);
        return new TarBuilder()
                .file("/manifest.json", 0644, manifest)
                .file("/" + configName, 0644, config)
                .file("/layer.tar", 0644, layer)
                .build();
    }

    private static byte[] layer(String... programs) {
        var tar = new TarBuilder().file(FILLED + "/of-the-image", 0644, "x");
        Set<String> libraries = new LinkedHashSet<>();
        for (var program : programs) {
            var path = Path.of("/bin", program);
            tar.file(path.toString(), PROGRAM, read(path));
            libraries.addAll(libraries(path));
        }
        libraries.forEach(library -> tar.file(library, PROGRAM, read(Path.of(library))));
        return tar.build();
    }

    /** Reads lines such as {@code libc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f1e)}. */
    private static List<String> libraries(Path program) {
        try {
            var ldd = new ProcessBuilder("ldd", program.toString())
                    .redirectErrorStream(true)
                    .start();
            var found = new ArrayList<String>();
            var lines = LIBRARY.matcher(new String(ldd.getInputStream().readAllBytes(), UTF_8));
            while (lines.find()) {
                found.add(lines.group(1));
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
