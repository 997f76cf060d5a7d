package dev.minik.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The launcher at the root, over a Java and a Maven that only tell how they were called. */
@DisabledOnOs(OS.WINDOWS)
@Timeout(120)
class LauncherTest {
    private static final List<String> TOOLS = List.of(
            "bash", "sh", "cat", "cp", "find", "flock", "mkdir", "mv", "readlink", "rm", "tail", "timeout", "touch");

    private static final List<String> MODULES = List.of("picocli", "runtime", "node-image", "cli");

    @TempDir
    private Path directory;

    private Path root;
    private Path tools;
    private Path jar;

    private record Result(int code, String out, String err) {}

    @BeforeEach
    void aSourceTree() throws IOException {
        directory = directory.toRealPath();
        root = Files.createDirectory(directory.resolve("with space"));
        tools = Files.createDirectory(directory.resolve("tools"));
        jar = root.resolve("cli/target/launcher/minik.jar");
        Files.copy(Path.of("..", "minik"), root.resolve("minik"));
        assertTrue(root.resolve("minik").toFile().setExecutable(true));
        for (var module : MODULES) {
            Files.createDirectories(root.resolve(module).resolve("src/main/java"));
            Files.writeString(root.resolve(module).resolve("pom.xml"), module);
        }
        Files.writeString(root.resolve("pom.xml"), "root");
        for (var tool : TOOLS) {
            var found = program(tool);
            if (found.isPresent()) {
                script(tools.resolve(tool), "exec %s \"$@\"\n".formatted(found.orElseThrow()));
            }
        }
        script(tools.resolve("mvn"), """
                echo "$JAVA_HOME $*" >>'%1$s/builds'
                [ ! -e '%1$s/broken' ] || { echo 'compiler says no'; exit 1; }
                mkdir -p '%2$s/cli/target'
                echo jar >'%2$s/cli/target/minik.jar'
                """.formatted(directory, root));
    }

    private static Optional<Path> program(String name) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
                .map(entry -> Path.of(entry, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static void link(Path link, Path target) {
        try {
            Files.createSymbolicLink(link, target);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void script(Path file, String text) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + text);
        assertTrue(file.toFile().setExecutable(true));
    }

    /** A Java that writes the caches it is asked for, and otherwise prints its arguments. */
    private Path java(String version) throws IOException {
        var home = directory.resolve("java-" + version);
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        script(home.resolve("bin/java"), """
                for argument in "$@"; do
                    case $argument in
                    -XX:AOTCacheOutput=* | -XX:ArchiveClassesAtExit=*) echo cache >"${argument#*=}" ;;
                    esac
                done
                case "$*" in
                *AOTCache=*/new-cache* | *SharedArchiveFile=*/new-cache*)
                    [ ! -e '%1$s/no-caches' ] || exit 1 ;;
                *' version -q')
                    [ ! -e '%1$s/half-a-jar' ] || exit 1 ;;
                esac
                for argument in %2$s "$@"; do echo "$argument"; done
                """.formatted(directory, version));
        script(home.resolve("bin/javac"), "");
        return home;
    }

    private ProcessBuilder launcher(Map<String, String> environment, String... arguments) {
        var command = new ArrayList<>(List.of(root.resolve("minik").toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().put("PATH", tools.toString());
        builder.environment().put("HOME", directory.toString());
        builder.environment().putAll(environment);
        return builder;
    }

    private Result run(ProcessBuilder builder) throws IOException, InterruptedException {
        var err = Files.createTempFile(directory, "err", "");
        var process = builder.redirectError(err.toFile()).start();
        try {
            var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(process.waitFor(60, TimeUnit.SECONDS));
            return new Result(process.exitValue(), out, Files.readString(err));
        } finally {
            process.destroyForcibly();
        }
    }

    private Result run(Path java, String... arguments) throws IOException, InterruptedException {
        return run(launcher(Map.of("MINIK_JAVA_HOME", java.toString()), arguments));
    }

    private long builds() throws IOException {
        var log = directory.resolve("builds");
        return Files.exists(log) ? Files.readAllLines(log).size() : 0;
    }

    private static void setTime(Path file, Instant time) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(time));
    }

    @Test
    void buildsOnceAndRunsWithTheArgumentsAsTheyAre() throws IOException, InterruptedException {
        var java = java("25.0.1");

        var first = run(java, "get", "a b", "*", "");
        var second = run(java, "get", "a b", "*", "");

        assertEquals(0, first.code(), first.err());
        assertEquals("Building minik …\n", first.err());
        assertEquals(new Result(0, first.out(), ""), second);
        assertTrue(
                second.out().endsWith("-Dminik.terminals=\n-cp\n" + jar + "\ndev.minik.cli.Main\nget\na b\n*\n\n"),
                second.out());
        assertEquals(1, builds());
        assertTrue(Files.readString(directory.resolve("builds")).startsWith(java + " "));
    }

    @Test
    void buildsAgainWhenASourceChangedOrWentAway() throws IOException, InterruptedException {
        var java = java("25.0.1");
        var source = Files.writeString(root.resolve("runtime/src/main/java/A.java"), "class A {}");
        run(java);

        setTime(source, Instant.now().plusSeconds(5));
        run(java);
        assertEquals(2, builds());
        setTime(source, Instant.now().minusSeconds(5));
        run(java);
        assertEquals(2, builds());

        Files.delete(source);
        setTime(root.resolve("runtime/src/main/java"), Instant.now().plusSeconds(5));
        run(java);
        assertEquals(3, builds());

        setTime(root.resolve("runtime/src/main/java"), Instant.now().minusSeconds(5));
        run(java);
        assertEquals(3, builds());
        for (var module : MODULES) {
            long before = builds();
            setTime(root.resolve(module).resolve("pom.xml"), Instant.now().plusSeconds(10));
            run(java);
            assertEquals(before + 1, builds(), module);
            setTime(root.resolve(module).resolve("pom.xml"), Instant.now().minusSeconds(5));
        }
    }

    @Test
    void twoStartsAtOnceBuildOnce() throws IOException, InterruptedException {
        var environment = Map.of("MINIK_JAVA_HOME", java("25.0.1").toString());
        var processes = new ArrayList<Process>();
        for (int i = 0; i < 4; i++) {
            processes.add(launcher(environment, "version")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start());
        }
        for (var process : processes) {
            assertTrue(process.waitFor(60, TimeUnit.SECONDS));
            assertEquals(0, process.exitValue());
        }
        assertEquals(1, builds());
    }

    @Test
    void takesWhatMavenBuiltByHandIfItIsWhole() throws IOException, InterruptedException {
        var java = java("25.0.1");
        Files.createDirectories(root.resolve("cli/target"));
        Files.writeString(root.resolve("cli/target/minik.jar"), "by hand");
        setTime(root.resolve("cli/target/minik.jar"), Instant.now().plusSeconds(5));

        Files.createFile(directory.resolve("half-a-jar"));
        assertEquals(0, run(java).code());
        assertEquals(1, builds());

        Files.delete(directory.resolve("half-a-jar"));
        Files.writeString(root.resolve("cli/target/minik.jar"), "by hand again");
        setTime(root.resolve("cli/target/minik.jar"), Instant.now().plusSeconds(20));
        setTime(root.resolve("pom.xml"), Instant.now().plusSeconds(10));
        assertEquals(0, run(java).code());
        assertEquals(1, builds());
        assertEquals("by hand again", Files.readString(jar));
    }

    @Test
    void aBuildThatFailsIsShownAndLeavesNothingToRun() throws IOException, InterruptedException {
        var java = java("17.0.9");
        Files.createFile(directory.resolve("broken"));

        var result = run(java, "version");

        assertEquals(1, result.code());
        assertEquals("", result.out());
        assertTrue(result.err().contains("compiler says no\nERROR: minik cannot be built\n"), result.err());
        assertFalse(Files.exists(jar));
    }

    @Test
    void withoutMavenOrCompilerItSaysWhatToInstall() throws IOException, InterruptedException {
        var java = java("21.0.1");
        Files.delete(java.resolve("bin/javac"));
        var jre = run(java);
        assertEquals(8, jre.code());
        assertTrue(jre.err().contains("no JDK 17 or newer"), jre.err());

        script(java.resolve("bin/javac"), "");
        Files.delete(tools.resolve("mvn"));
        var noMaven = run(java);
        assertEquals(8, noMaven.code());
        assertTrue(noMaven.err().startsWith("ERROR: Maven is not installed"), noMaven.err());
    }

    @Test
    void aJavaThatIsTooOldOrNoneIsRefusedByName() throws IOException, InterruptedException {
        for (var home : List.of(java("11.0.2"), java("1.8.0_400"), directory.resolve("nowhere"))) {
            var result = run(home);
            assertEquals(8, result.code());
            assertTrue(result.err().startsWith("ERROR: MINIK_JAVA_HOME is not"), result.err());
            assertTrue(result.err().contains(home.toString()), result.err());
        }
    }

    @Test
    void prefersTheNewestOfJavaHomeAndPath() throws IOException, InterruptedException {
        link(tools.resolve("java"), java("98.0.1").resolve("bin/java"));

        var newer = run(launcher(Map.of("JAVA_HOME", java("99").toString()), "x"));
        var older = run(launcher(Map.of("JAVA_HOME", java("97.1").toString()), "x"));

        assertTrue(newer.out().startsWith("99\n"), newer.out() + newer.err());
        assertTrue(older.out().startsWith("98.0.1\n"), older.out() + older.err());
    }

    @Test
    void usesACacheOfTheJvmsOwn() throws IOException, InterruptedException {
        var question = jar.getParent() + "/cache-question-";
        assertTrue(run(java("25.0.1")).out().contains("\n-XX:AOTCache=" + question + "25.0.1"));
        assertTrue(run(java("17.0.9")).out().contains("\n-XX:SharedArchiveFile=" + question + "17.0.9"));
        assertEquals(1, builds());
    }

    @Test
    void aCreationHasACacheOfItsOwn() throws IOException, InterruptedException {
        var created = run(java("25.0.1"), "create", "cluster").out();
        assertTrue(created.contains("\n-XX:AOTCache=" + jar.getParent() + "/cache-creation-25.0.1"), created);
    }

    @Test
    void aCacheThatDoesNotWorkIsDoneWithout() throws IOException, InterruptedException {
        Files.createFile(directory.resolve("no-caches"));
        var java = java("25.0.1");

        for (int i = 0; i < 2; i++) {
            var result = run(java, "x");
            assertEquals(0, result.code());
            assertFalse(result.out().contains("Cache"), result.out());
        }
    }

    @Test
    void optionsFromOutsideGoBeforeACache() throws IOException, InterruptedException {
        var home = java("25.0.1").toString();
        var result = run(launcher(Map.of("MINIK_JAVA_HOME", home, "JAVA_TOOL_OPTIONS", "-Xshare:off"), "x"));
        assertEquals(0, result.code());
        assertFalse(result.out().contains("Cache"), result.out());
    }

    @Test
    void aNewBuildForgetsTheCachesOfTheOld() throws IOException, InterruptedException {
        run(java("17.0.9"));
        run(java("25.0.1"));
        assertEquals(2, caches());
        setTime(root.resolve("pom.xml"), Instant.now().plusSeconds(5));
        run(java("25.0.1"));
        assertEquals(1, caches());
    }

    private long caches() throws IOException {
        try (Stream<Path> files = Files.list(jar.getParent())) {
            return files.filter(file -> file.getFileName().toString().startsWith("cache-"))
                    .count();
        }
    }

    @Test
    void followsSymbolicLinksToItself() throws IOException, InterruptedException {
        var java = java("25.0.1");
        link(directory.resolve("one"), root.resolve("minik"));
        link(directory.resolve("two"), directory.resolve("one"));
        var builder = launcher(Map.of("MINIK_JAVA_HOME", java.toString()));
        builder.command(directory.resolve("two").toString(), "version");

        var result = run(builder);

        assertEquals(0, result.code(), result.err());
        assertTrue(result.out().contains("\n" + jar + "\ndev.minik.cli.Main\nversion\n"), result.out());
    }
}
