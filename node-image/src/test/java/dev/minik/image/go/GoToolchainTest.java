package dev.minik.image.go;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.image.fake.RecordingRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoToolchainTest {
    @TempDir
    Path directory;

    private final RecordingRunner runner = new RecordingRunner();
    private final GoToolchain go = new GoToolchain(runner, "go", "1.26.3");
    private final GoBuild build = GoBuild.of(
                    "etcd",
                    Duration.ofSeconds(1),
                    new GoModule("go.etcd.io/etcd/server/v3", "v3.7.0"),
                    Map.of("etcd", "go.etcd.io/etcd/server/v3", "extra", "./extra"))
            .withSource("extra/main.go", "package main\n")
            .withTags("one", "two");

    @ParameterizedTest
    @CsvSource({"go version go1.26.8 linux/amd64,amd64", "go version go1.21.0 linux/arm64,arm64"})
    void knowsItsArchitecture(String reported, String architecture) {
        runner.on(List.of("go", "version"), command -> reported + "\n");
        assertEquals(architecture, go.check());
    }

    @ParameterizedTest
    @CsvSource({"go version go1.20.14 linux/amd64,too old", "gccgo 12,cannot tell"})
    void refusesWhatCannotCompile(String reported, String reason) {
        runner.on(List.of("go", "version"), command -> reported + "\n");
        var failure = assertThrows(MinikException.class, go::check);
        assertEquals(ExitCode.UNSUITABLE_HOST, failure.exitCode());
        assertTrue(failure.message().contains(reason), failure.message());
        assertTrue(failure.remedy().contains("1.26.3"), failure.remedy());
    }

    @Test
    void saysWhenThereIsNoGo() {
        runner.failing(List.of("go", "version"), 127, "No such file or directory\n");
        var failure = assertThrows(MinikException.class, go::check);
        assertTrue(failure.message().contains("not installed"), failure.message());
    }

    @Test
    void findsTheDirectoryOfAModule() {
        runner.on(
                List.of("go", "mod", "download", "-json", "a.org/b@v1.0.0"),
                command -> "{\n\t\"Path\": \"a.org/b\",\n\t\"Dir\": \"/mod/a.org/b@v1.0.0\"\n}\n");
        assertEquals(Path.of("/mod/a.org/b@v1.0.0"), go.fetch(new GoModule("a.org/b", "v1.0.0")));
    }

    @Test
    void aModuleThatCannotBeFetchedIsNamed() {
        runner.failing(List.of("go", "mod", "download"), 1, "403 Forbidden\n");
        var failure = assertThrows(MinikException.class, () -> go.fetch(new GoModule("a.org/b", "v1.0.0")));
        assertTrue(failure.message().contains("a.org/b@v1.0.0"), failure.message());
        assertTrue(
                failure.details().contains("403 Forbidden"), failure.details().toString());
    }

    @Test
    void writesTheModuleAndFetchesWhatItNeeds() throws IOException {
        go.prepare(build, directory, line -> {});
        assertEquals(build.goMod("1.26.3"), Files.readString(directory.resolve("go.mod")));
        assertEquals("package main\n", Files.readString(directory.resolve("extra/main.go")));
        assertEquals(
                List.of(List.of(
                        "go", "list", "-mod=mod", "-deps", "-tags", "one,two", "go.etcd.io/etcd/server/v3", "./extra")),
                runner.argvs());
        assertEquals(directory, runner.commands().get(0).directory().orElseThrow());
    }

    @Test
    void compilesAndNamesThePrograms() throws Exception {
        var work = Files.createDirectories(directory.resolve("work"));
        var target = Files.createDirectories(directory.resolve("target"));
        runner.on(List.of("go", "build"), command -> {
            // Go names a program after the last part of its path that is not a major version.
            Files.createDirectories(work.resolve("built"));
            Files.writeString(work.resolve("built/server"), "etcd's program");
            Files.writeString(work.resolve("built/extra"), "the other");
            return "";
        });
        go.compile(build, work, target, line -> {});
        assertEquals("etcd's program", Files.readString(target.resolve("etcd")));
        assertEquals("the other", Files.readString(target.resolve("extra")));
        var command = runner.commands().get(0);
        assertEquals(
                List.of(
                        "go",
                        "build",
                        "-trimpath",
                        "-gcflags=all=-dwarf=false",
                        "-ldflags",
                        "-s -w",
                        "-tags",
                        "one,two",
                        "-o",
                        work.resolve("built") + "/",
                        "go.etcd.io/etcd/server/v3",
                        "./extra"),
                command.argv());
        assertEquals("0", command.environment().get("CGO_ENABLED"));
    }

    @Test
    void aProgramThatDoesNotCompileIsToldWithGosMessages() {
        runner.failing(List.of("go", "build"), 1, "x.go:1: undefined: y\n");
        var failure = assertThrows(
                MinikException.class, () -> go.compile(build, directory, directory.resolve("t"), line -> {}));
        assertTrue(failure.message().contains("etcd"), failure.message());
        assertTrue(
                failure.details().contains("x.go:1: undefined: y"),
                failure.details().toString());
        assertFalse(Files.exists(directory.resolve("t")));
    }
}
