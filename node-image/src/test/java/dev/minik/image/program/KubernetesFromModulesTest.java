package dev.minik.image.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.error.MinikException;
import dev.minik.image.cache.BuildCache;
import dev.minik.image.fake.RecordingRunner;
import dev.minik.image.go.GoToolchain;
import dev.minik.model.KubernetesVersion;
import dev.minik.progress.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubernetesFromModulesTest {
    @TempDir
    Path directory;

    private final RecordingRunner runner = new RecordingRunner();

    private KubernetesFromModules source(String version) {
        var go = new GoToolchain(runner, "go", "1.26.3");
        var compiler = new GoCompiler(go, new BuildCache(directory), "amd64");
        return new KubernetesFromModules(KubernetesVersion.parse(version), "amd64", go, compiler);
    }

    @Test
    void replacesEachStagedLibraryByItsPublishedVersion() {
        var mod = source("v1.36.3")
                .build(List.of("k8s.io/api", "k8s.io/client-go"))
                .goMod("1.26.3");
        assertTrue(mod.contains("\tk8s.io/kubernetes v1.36.3\n"), mod);
        assertTrue(mod.contains("\tk8s.io/api v0.36.3\n"), mod);
        assertTrue(mod.contains("\tk8s.io/client-go => k8s.io/client-go v0.36.3\n"), mod);
    }

    @Test
    void aPreReleaseKeepsItsName() {
        var mod = source("v1.38.0-alpha.1").build(List.of("k8s.io/api")).goMod("1.26.3");
        assertTrue(mod.contains("k8s.io/api => k8s.io/api v0.38.0-alpha.1"), mod);
    }

    @Test
    void theProgramsSayTheirVersion() {
        var flags = source("v1.37.0").build(List.of("k8s.io/api")).linkerFlags();
        assertTrue(flags.contains("-X k8s.io/component-base/version.gitVersion=v1.37.0"), flags);
        assertTrue(flags.contains("-X k8s.io/component-base/version.gitMinor=37"), flags);
    }

    @Test
    void readsTheStagedLibrariesFromTheModuleAndCompilesSevenPrograms() throws IOException {
        var module = Files.createDirectories(directory.resolve("module"));
        Files.writeString(module.resolve("go.mod"), """
                module k8s.io/kubernetes

                require k8s.io/api v0.0.0

                replace (
                	k8s.io/api => ./staging/src/k8s.io/api
                	k8s.io/kubelet => ./staging/src/k8s.io/kubelet
                	k8s.io/sample-cli-plugin => ./staging/src/k8s.io/sample-cli-plugin
                	example.org/fork => example.org/other v1.0.0
                )
                """);
        runner.on(
                List.of("go", "mod", "download", "-json", "k8s.io/kubernetes@v1.37.0"),
                command -> "{\"Dir\": \"%s\"}".formatted(module));
        runner.on(List.of("go", "build"), command -> {
            var work = command.directory().orElseThrow();
            var mod = Files.readString(work.resolve("go.mod"));
            assertTrue(mod.contains("k8s.io/kubelet => k8s.io/kubelet v0.37.0"), mod);
            assertTrue(!mod.contains("fork"), mod);
            assertTrue(mod.contains("k8s.io/sample-cli-plugin => ./emptied/k8s.io/sample-cli-plugin\n"), mod);
            assertTrue(!mod.contains("k8s.io/sample-cli-plugin v"), mod);
            for (var program : Kubernetes.programs()) {
                Files.createDirectories(work.resolve("built"));
                Files.writeString(work.resolve("built").resolve(program), program);
            }
            return "";
        });
        var entry = source("v1.37.0").provide(Progress.silent());
        assertEquals(7, entry.files().size());
        assertEquals(entry.key(), source("v1.37.0").key());
        assertNotEquals(source("v1.37.0").key(), source("v1.36.3").key());
    }

    @Test
    void aModuleWithoutStagedLibrariesIsNotBuilt() throws IOException {
        Files.writeString(directory.resolve("go.mod"), "module k8s.io/kubernetes\n");
        runner.on(List.of("go", "mod", "download"), command -> "{\"Dir\": \"%s\"}".formatted(directory));
        assertThrows(MinikException.class, () -> source("v1.37.0").provide(Progress.silent()));
    }
}
