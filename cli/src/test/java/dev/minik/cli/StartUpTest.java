package dev.minik.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What needs no engine loads no engine client: loading one takes longer than all the rest of such a command. */
class StartUpTest {
    private static final List<String> HEAVY = List.of(
            "com.github.dockerjava.",
            "org.bouncycastle.",
            "com.fasterxml.",
            "com.flipkart.",
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
        int code = run("dev.minik.cli.Main", arguments.split(" "));

        assertEquals(arguments.equals("nonsense") ? 2 : 0, code, () -> output());
        assertEquals(
                "",
                loaded().stream()
                        .filter(line -> HEAVY.stream().anyMatch(heavy -> line.contains(" " + heavy)))
                        .collect(Collectors.joining("\n")));
    }

    /** The caches of the JVM refuse classes of the older format, whose starts then take twice as long. */
    @Test
    void picocliHasTheFormatThatCachesTake() throws IOException {
        try (var in = CommandLine.class.getResourceAsStream("CommandLine.class")) {
            var head = new DataInputStream(Objects.requireNonNull(in));
            assertEquals(0xCAFEBABE, head.readInt());
            head.readUnsignedShort();
            int format = head.readUnsignedShort();
            assertTrue(format >= 50, "format " + format);
        }
    }

    @Test
    @Timeout(60)
    void theRehearsalOfAQuestionNeedsNoEngine() throws IOException, InterruptedException {
        int code = run("dev.minik.cli.Rehearsal", "question");

        assertEquals(0, code, () -> output());
        assertTrue(output().startsWith("Usage: minik"), output());
        assertTrue(output().endsWith("\nstage\n"), output());
        assertLoaded("dev.minik.engine.docker.VolumeOperations", "dev.minik.cluster.ClusterReader");
    }

    @Test
    @Timeout(60)
    void theRehearsalOfACreationNeedsNoEngine() throws IOException, InterruptedException {
        int code = run("dev.minik.cli.Rehearsal", "creation");

        assertEquals(0, code, () -> output());
        assertTrue(output().contains("the container engine refused: this is a stage"), output());
        assertLoaded(
                "dev.minik.cluster.NodeFilling",
                "dev.minik.kube.HttpKubeApi",
                "dev.minik.kubeconfig.KubeconfigStore",
                "org.bouncycastle.cert.X509v3CertificateBuilder",
                "sun.security.ssl.CertificateVerify");
    }

    private void assertLoaded(String... needed) throws IOException {
        for (var name : needed) {
            assertTrue(loaded().stream().anyMatch(line -> line.contains(" " + name + " ")), name);
        }
    }

    private int run(String main, String... arguments) throws IOException, InterruptedException {
        var log = directory.resolve("classes");
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load=info:file=" + log,
                "-cp",
                System.getProperty("java.class.path"),
                main));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("output").toFile());
        builder.environment().put("DOCKER_HOST", "unix://" + directory.resolve("nowhere"));
        var process = builder.start();
        try {
            assertTrue(process.waitFor(50, TimeUnit.SECONDS));
        } finally {
            process.destroyForcibly();
        }
        return process.exitValue();
    }

    private List<String> loaded() throws IOException {
        var loaded = Files.readAllLines(directory.resolve("classes"));
        assertTrue(loaded.stream().anyMatch(line -> line.contains(" picocli.CommandLine ")), "the log has no classes");
        return loaded;
    }

    private String output() {
        try {
            return Files.readString(directory.resolve("output"));
        } catch (IOException e) {
            return e.toString();
        }
    }
}
