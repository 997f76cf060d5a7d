package dev.minik.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What needs no engine loads no engine client: loading one takes longer than all the rest of such a command. */
class StartUpTest {
    private static final List<String> HEAVY = List.of(
            "com.github.dockerjava.",
            "org.bouncycastle.",
            "com.fasterxml.",
            "org.yaml.snakeyaml.",
            "org.apache.commons.compress.",
            "com.google.common.",
            "dev.minik.engine.docker.",
            "java.net.http.");

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "create cluster --help",
                "version",
                "version -o json",
                "completion bash",
                "completion fish",
                "nonsense"
            })
    @Timeout(60)
    void loadsNothingHeavy(String arguments) throws IOException, InterruptedException {
        var log = directory.resolve("classes");
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load=info:file=" + log,
                "-cp",
                System.getProperty("java.class.path"),
                "dev.minik.cli.Main"));
        command.addAll(Arrays.asList(arguments.split(" ")));
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("output").toFile())
                .start();
        try {
            assertTrue(process.waitFor(50, TimeUnit.SECONDS));
        } finally {
            process.destroyForcibly();
        }
        assertEquals(arguments.equals("nonsense") ? 2 : 0, process.exitValue(), () -> output());

        var loaded = Files.readAllLines(log);
        assertTrue(loaded.stream().anyMatch(line -> line.contains(" picocli.CommandLine ")), "the log has no classes");
        assertEquals(
                "",
                loaded.stream()
                        .filter(line -> HEAVY.stream().anyMatch(heavy -> line.contains(" " + heavy)))
                        .collect(Collectors.joining("\n")));
    }

    private String output() {
        try {
            return Files.readString(directory.resolve("output"));
        } catch (IOException e) {
            return e.toString();
        }
    }
}
