package dev.minik.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.engine.ContainerSpec;
import dev.minik.engine.EngineException;
import dev.minik.engine.EngineInfo;
import dev.minik.engine.ExecResult;
import dev.minik.engine.ImageInfo;
import dev.minik.engine.Mount;
import dev.minik.engine.fake.FakeEngine;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.image.fake.FakeHost;
import dev.minik.image.version.ComponentVersions;
import dev.minik.model.Labels;
import dev.minik.progress.Progress;
import dev.minik.release.KubernetesCatalogue;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class NodeImageBuilderTest {
    private static final List<ComponentVersions> VERSIONS = ComponentVersions.all(KubernetesCatalogue.load());
    private static final String NAME = "localhost/minik-node:v1.37.0";

    @TempDir
    Path directory;

    private FakeHost host;

    @BeforeEach
    void makeHost() {
        host = new FakeHost(directory, VERSIONS.get(0));
    }

    private ImageInfo build(KubernetesSource source) {
        return build(host.engine(), new BuildRequest(VERSIONS.get(0), source, NAME));
    }

    private ImageInfo build(FakeEngine engine, BuildRequest request) {
        return new NodeImageBuilder(host.runner(), host.settings()).build(engine, request, Progress.silent());
    }

    private void dropImage() {
        host.engine().removeImage(NAME);
    }

    @Test
    void buildsAnImageThatSaysWhatItIs() {
        var image = build(new KubernetesSource.GoModules());
        assertEquals(List.of(NAME), image.tags());
        assertEquals("v1.37.0", image.labels().get(Labels.KUBERNETES_VERSION));
        assertEquals("unpacked", image.labels().get("dev.minik/store"));
        assertTrue(image.labels().get(Labels.IMAGE_INPUTS) != null);
        assertTrue(
                image.environment().contains("container=docker"),
                image.environment().toString());
    }

    @Test
    void leavesNothingBehindInTheEngine() {
        build(new KubernetesSource.GoModules());
        assertTrue(host.engine().listContainers(Map.of()).isEmpty());
        assertTrue(host.engine().listVolumes(Map.of()).isEmpty());
        assertEquals(2, host.engine().calls("loadImage").size(), "the helper's image and the node image");
        assertEquals(1, host.engine().calls("removeImage").size());
    }

    @Test
    void theStoreIsMadeOnAVolumeThatShowsNothingOfTheImage() {
        build(new KubernetesSource.GoModules());
        var spec = (ContainerSpec)
                host.engine().calls("createContainer").get(0).arguments().get(0);
        assertEquals(1, spec.mounts().size());
        assertEquals("/var/lib/containerd", spec.mounts().get(0).target());
        assertFalse(((Mount.Volume) spec.mounts().get(0)).copyImageContent());
        assertEquals("none", spec.network());
        assertEquals(Labels.KIND_HELPER, spec.labels().get(Labels.KIND));
    }

    @Test
    void anEngineThatHasTheImageIsLeftAlone() {
        var first = build(new KubernetesSource.GoModules());
        var loads = host.engine().calls("loadImage").size();
        var commands = host.runner().argvs().size();
        assertEquals(first, build(new KubernetesSource.GoModules()));
        assertEquals(loads, host.engine().calls("loadImage").size());
        assertEquals(commands, host.runner().argvs().size(), "nothing is run");
    }

    @Test
    void anImageOfThatNameMadeOfSomethingElseIsReplaced() {
        host.engine()
                .withImage(
                        new ImageInfo("sha256:1", List.of(NAME), Map.of(Labels.IMAGE_INPUTS, "other"), List.of(), 1));
        assertNotEquals("sha256:1", build(new KubernetesSource.GoModules()).id());
        assertTrue(host.engine().findImage("sha256:1").isEmpty(), "a gigabyte without a name is of no use");
    }

    @Test
    void aReplacedImageThatIsInUseStays() {
        host.engine()
                .withImage(
                        new ImageInfo("sha256:1", List.of(NAME), Map.of(Labels.IMAGE_INPUTS, "other"), List.of(), 1));
        host.engine()
                .failOn("removeImage", "sha256:1", new EngineException(EngineException.Kind.CONFLICT, "in use", null));
        assertNotEquals("sha256:1", build(new KubernetesSource.GoModules()).id());
        assertTrue(host.engine().findImage("sha256:1").isPresent());
    }

    @Test
    void whatTheCacheHasIsNotMadeAgain() {
        var first = build(new KubernetesSource.GoModules());
        var compilations = host.compilations();
        dropImage();
        var second = build(new KubernetesSource.GoModules());
        assertEquals(first.id(), second.id());
        assertEquals(compilations, host.compilations());
        assertEquals(3, host.engine().calls("loadImage").size(), "the store is cached, too");
    }

    @Test
    void anInterruptedBuildGoesOnWhereItWas() {
        host.engine().failOn("loadImage", new EngineException(EngineException.Kind.NO_SPACE, "disk full", null));
        var failure = assertThrows(MinikException.class, () -> build(new KubernetesSource.GoModules()));
        assertTrue(failure.message().contains("disk full"), failure.message());
        assertTrue(failure.remedy().contains("Free"), failure.remedy());
        assertTrue(host.engine().listVolumes(Map.of()).isEmpty());
        host.engine().heal();
        var compilations = host.compilations();
        build(new KubernetesSource.GoModules());
        assertEquals(compilations, host.compilations());
    }

    @Test
    void helpersThatAnInterruptedBuildLeftAreRemoved() {
        host.engine().failOn("removeContainer", new EngineException(EngineException.Kind.OTHER, "gone away", null));
        assertThrows(MinikException.class, () -> build(new KubernetesSource.GoModules()));
        assertEquals(1, host.engine().listContainers(Map.of()).size());
        host.engine().heal();
        build(new KubernetesSource.GoModules());
        assertTrue(host.engine().listContainers(Map.of()).isEmpty());
        assertTrue(host.engine().listVolumes(Map.of()).isEmpty());
    }

    @Test
    void onlyWhatBelongsToKubernetesIsMadeForAnotherVersion() {
        build(new KubernetesSource.GoModules());
        var other = VERSIONS.get(1);
        var otherHost = new FakeHost(directory, other);
        new NodeImageBuilder(otherHost.runner(), otherHost.settings())
                .build(
                        otherHost.engine(),
                        new BuildRequest(other, new KubernetesSource.GoModules(), "localhost/other:1"),
                        Progress.silent());
        // Kubernetes, and the versions of etcd and CoreDNS that belong to it
        assertEquals(3, otherHost.compilations());
    }

    @Test
    void compilesWhereNoReleaseCanBeReached() {
        var image = build(new KubernetesSource.Auto());
        dropImage();
        assertEquals(image.id(), build(new KubernetesSource.GoModules()).id());
    }

    @Test
    void aKubeadmOfAnotherVersionIsRefused() {
        host.runner().when(command -> command.argv().contains("--output=short"), command -> "v1.38.0-alpha.1\n");
        var failure = assertThrows(MinikException.class, () -> build(new KubernetesSource.GoModules()));
        assertTrue(failure.remedy().contains("--kubernetes-version v1.38.0-alpha.1"), failure.remedy());
    }

    @Test
    void aKubeadmThatWantsOtherImagesIsRefused() {
        host.runner()
                .when(
                        command -> command.argv().contains("images"),
                        command -> "registry.k8s.io/pause:3.10.2\nregistry.k8s.io/etcd:9.9.9-0\n");
        var failure = assertThrows(MinikException.class, () -> build(new KubernetesSource.GoModules()));
        assertTrue(failure.message().endsWith("registry.k8s.io/etcd:9.9.9-0"), failure.message());
    }

    @Test
    void missingCompilersAreNamedBeforeAnythingLongBegins() {
        host.runner().failing(List.of("pkg-config"), 1, "");
        var failure = assertThrows(MinikException.class, () -> build(new KubernetesSource.GoModules()));
        assertEquals(ExitCode.UNSUITABLE_HOST, failure.exitCode());
        assertTrue(failure.remedy().contains("libseccomp-dev"), failure.remedy());
        assertFalse(failure.remedy().contains("gcc"), failure.remedy());
        assertEquals(0, host.compilations());
    }

    @Test
    void anImportThatFailsShowsContainerdsMessages() {
        var failing = new FakeEngine((container, spec) -> new ExecResult(1, "", "ctr: no space\n"));
        var failure = assertThrows(
                MinikException.class,
                () -> build(failing, new BuildRequest(VERSIONS.get(0), new KubernetesSource.GoModules(), NAME)));
        assertEquals(List.of("ctr: no space"), failure.details());
        assertTrue(failing.listContainers(Map.of()).isEmpty());
        assertTrue(failing.findImage(NAME).isEmpty());
    }

    @Test
    void anEngineOfAnotherArchitectureIsRefused() {
        var info = FakeEngine.ordinary();
        var arm = new FakeEngine(
                new EngineInfo(
                        info.name(),
                        info.version(),
                        info.id(),
                        info.endpoint(),
                        true,
                        2,
                        "systemd",
                        "arm64",
                        info.operatingSystem(),
                        info.kernel(),
                        1,
                        1,
                        "/",
                        "overlay2",
                        List.of(),
                        Set.of(),
                        Optional.empty()),
                (container, spec) -> new ExecResult(0, "", ""));
        var failure = assertThrows(
                MinikException.class,
                () -> build(arm, new BuildRequest(VERSIONS.get(0), new KubernetesSource.GoModules(), NAME)));
        assertEquals(ExitCode.UNSUITABLE_HOST, failure.exitCode());
        assertTrue(failure.message().contains("arm64"), failure.message());
    }
}
