package dev.minik.image.fake;

import dev.minik.archive.TarWriter;
import dev.minik.engine.Engine;
import dev.minik.engine.ExecResult;
import dev.minik.engine.fake.FakeEngine;
import dev.minik.image.Architecture;
import dev.minik.image.BuildSettings;
import dev.minik.image.files.Resources;
import dev.minik.image.version.ComponentVersions;
import dev.minik.image.version.ImageNames;
import dev.minik.process.Command;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** A host with Go, a C compiler and debootstrap, and an engine, all of which only do as if. */
public final class FakeHost {
    private static final List<String> APART =
            List.of("unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc", "--");

    private final Path directory;
    private final ComponentVersions versions;
    private final RecordingRunner runner = new RecordingRunner();
    private final FakeEngine engine;

    /** Makes a host whose files are below {@code directory} and whose Kubernetes is that of {@code versions}. */
    public FakeHost(Path directory, ComponentVersions versions) {
        this.directory = directory;
        this.versions = versions;
        var self = new AtomicReference<Engine>();
        engine = new FakeEngine((container, spec) -> {
            if (spec.command().equals(List.of("bash", "/minik-build/import.sh"))) {
                var made = Objects.requireNonNull(self.get());
                made.copyInto(container, "/var/lib/containerd", new ByteArrayInputStream(store()));
                made.copyInto(container, "/minik-build", new ByteArrayInputStream(earlyObjects()));
            }
            return new ExecResult(0, "", "");
        });
        self.set(engine);
        runner.on(List.of("go", "version"), command -> "go version go1.26.8 linux/amd64\n");
        runner.on(List.of("go", "mod", "download"), this::module);
        runner.on(List.of("go", "build"), FakeHost::compile);
        runner.on(
                List.of("gcc", "-Os"),
                command -> program(Path.of(command.argv().get(command.argv().indexOf("-o") + 1))));
        runner.on(apart("tar"), this::archiveBase);
        runner.on(apart("debootstrap"), command -> "");
        runner.when(command -> command.argv().get(0).endsWith("/kubeadm"), this::kubeadm);
    }

    /** Returns its engine. */
    public FakeEngine engine() {
        return engine;
    }

    /** Returns what runs its programs. */
    public RecordingRunner runner() {
        return runner;
    }

    /** Returns its settings: nothing outside can be reached. */
    public BuildSettings settings() {
        return new BuildSettings(
                directory.resolve("cache"),
                directory.resolve("apt"),
                Optional.of("http://mirror.example/debian"),
                URI.create("http://127.0.0.1:1/"),
                Architecture.AMD64,
                true);
    }

    /** Returns how many programs were compiled so far. */
    public long compilations() {
        return runner.argvs().stream()
                .filter(argv -> argv.subList(0, 2).equals(List.of("go", "build")))
                .count();
    }

    private static List<String> apart(String program) {
        var words = new java.util.ArrayList<>(APART);
        words.add(program);
        return words;
    }

    /** Written once: programs are compiled side by side, and one may read it while another asks. */
    private synchronized String module(Command command) throws IOException {
        var sources = directory.resolve("module");
        var answer = "{\"Dir\": \"%s\"}".formatted(sources);
        if (Files.exists(sources)) {
            return answer;
        }
        Files.createDirectories(sources);
        Files.writeString(sources.resolve("go.mod"), "replace (\n\tk8s.io/api => ./staging/src/k8s.io/api\n)\n");
        Files.writeString(sources.resolve("main.go"), """
                package main
                import (
                	_ "github.com/flannel-io/flannel/pkg/backend/udp"
                	_ "github.com/flannel-io/flannel/pkg/backend/vxlan"
                	_ "github.com/flannel-io/flannel/pkg/backend/hostgw"
                )
                """);
        return answer;
    }

    private static String compile(Command command) throws IOException {
        var argv = command.argv();
        var built = Path.of(argv.get(argv.indexOf("-o") + 1));
        for (var path : argv.subList(argv.indexOf("-o") + 2, argv.size())) {
            program(built.resolve(path.replaceFirst("/v\\d+$", "").replaceFirst(".*/", "")));
        }
        return "";
    }

    private static String program(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "program " + file.getFileName());
        return "";
    }

    /** Archives a base system that has what container images take from it. */
    private String archiveBase(Command command) throws IOException {
        var file = command.argv().stream()
                .filter(word -> word.startsWith("--file="))
                .findFirst()
                .orElseThrow()
                .substring("--file=".length());
        var resources = new Resources();
        try (var tar = new TarWriter(Files.newOutputStream(Path.of(file)))) {
            tar.link("/bin", "usr/bin");
            tar.file("/usr/bin/busybox", 0755, text("busybox"));
            tar.file("/etc/ssl/certs/ca-certificates.crt", 0644, text("certificates"));
            for (var list : List.of("nettools/nettools.list", "balancing/balancing.list")) {
                for (var line : resources.list(list)) {
                    if (line.matches("/(usr|etc)/.*")) {
                        tar.file(line.replace("@MULTIARCH@", "x86_64-linux-gnu"), 0755, text(line));
                    }
                }
            }
        }
        return "";
    }

    private String kubeadm(Command command) {
        return command.argv().contains("version")
                ? versions.kubernetes() + "\n"
                : String.join("\n", ImageNames.of(versions).kubeadm()) + "\n";
    }

    private static byte[] store() {
        return archive("/io.containerd.metadata.v1.bolt/meta.db", "images");
    }

    private static byte[] earlyObjects() {
        return archive("/early-objects", "/api/v1/namespaces\t{}\n");
    }

    private static byte[] archive(String name, String content) {
        var archive = new ByteArrayOutputStream();
        try (var tar = new TarWriter(archive)) {
            tar.file(name, 0644, text(content));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return archive.toByteArray();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
