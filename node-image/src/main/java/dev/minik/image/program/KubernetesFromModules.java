package dev.minik.image.program;

import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.image.cache.CacheEntry;
import dev.minik.image.cache.EntryKey;
import dev.minik.image.cache.Inputs;
import dev.minik.image.go.GoBuild;
import dev.minik.image.go.GoModule;
import dev.minik.image.go.GoToolchain;
import dev.minik.model.KubernetesVersion;
import dev.minik.progress.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Kubernetes compiled from the module {@code k8s.io/kubernetes}. Its {@code go.mod} replaces the published libraries ({@code k8s.io/api} and so
 * on) by directories of its repository, which <a href="https://github.com/kubernetes/kubernetes/issues/79384">makes it unusable as
 * a dependency</a>; here each is replaced by the version published together with it.
 */
public final class KubernetesFromModules implements Kubernetes {
    private static final int RECIPE = 1;
    private static final Pattern STAGED = Pattern.compile("(?m)^\\s*(k8s\\.io/\\S+) => \\./staging/");

    private final KubernetesVersion version;
    private final String architecture;
    private final GoToolchain go;
    private final GoCompiler compiler;

    /** Compiles {@code version} for {@code architecture}. */
    public KubernetesFromModules(KubernetesVersion version, String architecture, GoToolchain go, GoCompiler compiler) {
        this.version = version;
        this.architecture = architecture;
        this.go = go;
        this.compiler = compiler;
    }

    @Override
    public EntryKey key() {
        return Inputs.ofRecipe(RECIPE)
                .with("version", version.toString())
                .with("architecture", architecture)
                .with("go", go.version())
                .key("kubernetes");
    }

    @Override
    public CacheEntry provide(Progress progress) {
        var program =
                new GoProgram(key(), "Kubernetes " + version, Duration.ofMinutes(5), () -> build(stagedModules()));
        return compiler.provide(program, progress);
    }

    private List<String> stagedModules() {
        var sources = go.fetch(new GoModule("k8s.io/kubernetes", version.toString()));
        try {
            var staged = STAGED.matcher(Files.readString(sources.resolve("go.mod")));
            var modules = staged.results().map(match -> match.group(1)).toList();
            if (modules.isEmpty()) {
                throw MinikException.of(
                        ExitCode.FAILED,
                        "the Go module of Kubernetes %s names no libraries".formatted(version),
                        "Take another --source for this version");
            }
            return modules;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Samples are for readers: no program uses them, and not each release publishes all of them. */
    private static boolean isSample(String path) {
        return path.startsWith("k8s.io/sample-");
    }

    GoBuild build(List<String> stagedModules) {
        var published = "v0.%d.%d%s"
                .formatted(
                        version.minor(),
                        version.patch(),
                        version.preRelease().isEmpty() ? "" : "-" + version.preRelease());
        var variables = "k8s.io/component-base/version.";
        return new GoBuild(
                "kubernetes",
                List.of(new GoModule("k8s.io/kubernetes", version.toString())),
                stagedModules.stream()
                        .filter(path -> !isSample(path))
                        .map(path -> new GoModule(path, published))
                        .toList(),
                stagedModules.stream().filter(KubernetesFromModules::isSample).toList(),
                Map.of(),
                Kubernetes.programs().stream()
                        .collect(Collectors.toMap(Function.identity(), name -> "k8s.io/kubernetes/cmd/" + name)),
                Map.of(
                        variables + "gitVersion",
                        version.toString(),
                        variables + "gitMajor",
                        Integer.toString(version.major()),
                        variables + "gitMinor",
                        Integer.toString(version.minor()),
                        variables + "gitTreeState",
                        "clean",
                        "k8s.io/client-go/pkg/version.gitVersion",
                        version.toString()),
                false,
                List.of(),
                Duration.ofMinutes(5));
    }
}
