package dev.minik.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.config.ClusterConfig;
import dev.minik.engine.ContainerSpec;
import dev.minik.engine.EngineException;
import dev.minik.engine.EngineException.Kind;
import dev.minik.engine.EngineInfo;
import dev.minik.engine.ExecResult;
import dev.minik.engine.ImageInfo;
import dev.minik.engine.Mount;
import dev.minik.engine.PortPublish;
import dev.minik.engine.RemoteHost;
import dev.minik.engine.fake.FakeEngine;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.kubeconfig.KubeconfigPaths;
import dev.minik.kubeconfig.KubeconfigStore;
import dev.minik.model.KubernetesVersion;
import dev.minik.model.Labels;
import dev.minik.model.Protocol;
import dev.minik.plan.Plans;
import dev.minik.progress.Progress;
import dev.minik.progress.ProgressEvent;
import dev.minik.progress.SteadyClock;
import dev.minik.release.KubernetesCatalogue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a creation does otherwise on engines without root's rights, and on those of other hosts. */
class OtherEnginesTest {
    private static final RemoteHost LAB = new RemoteHost("192.0.2.7", true);

    @TempDir
    private Path directory;

    private final List<String> warnings = new ArrayList<>();

    @Test
    void aRootlessEngineWithCgroupV1IsRefusedBeforeAnythingIsMade() {
        refused(FakeEngine.rootless(1, Set.of()), "cgroup v1");
    }

    @Test
    void aRootlessEngineThatMayNotLimitPodsIsRefusedBeforeAnythingIsMade() {
        refused(FakeEngine.rootless(2, Set.of("memory")), "may not limit cpu, pids");
    }

    private void refused(EngineInfo info, String why) {
        var engine = engine(info);

        var failure = failure(engine, config(Optional.empty(), 0));

        assertEquals(ExitCode.UNSUITABLE_HOST, failure.exitCode());
        assertTrue(failure.message().contains(why), failure::message);
        assertFalse(failure.remedy().isEmpty());
        assertEquals(List.of(), engine.calls("createContainer"));
        assertEquals(List.of(), engine.calls("createVolume"));
    }

    @Test
    void aRootlessEngineThatMayIsUsedAndItsNodesGetFuse() {
        var engine = engine(FakeEngine.rootless(2, Set.of("cpu", "memory", "pids")));
        engine.failOn("startContainer", new EngineException(Kind.OTHER, "enough", null));

        failure(engine, config(Optional.empty(), 0));

        assertTrue(
                node(engine, 0).mounts().stream()
                        .anyMatch(mount -> mount instanceof Mount.Bind bind
                                && bind.source().equals("/dev/fuse")),
                () -> node(engine, 0).mounts().toString());
    }

    @Test
    void anotherHostsApiServerIsPublishedWhereItIsReachedWithAWarning() {
        var engine = engine(FakeEngine.remote(LAB));
        engine.failOn("startContainer", new EngineException(Kind.OTHER, "enough", null));

        failure(engine, config(Optional.empty(), 0));

        assertEquals("192.0.2.7", node(engine, 0).ports().get(0).hostAddress());
        assertEquals(1, warnings.size(), warnings::toString);
        assertTrue(warnings.get(0).contains("192.0.2.7"), warnings::toString);
    }

    @Test
    void anAddressThatTheUserChoseIsTakenWithoutAWarning() {
        var engine = engine(FakeEngine.remote(LAB));
        engine.failOn("startContainer", new EngineException(Kind.OTHER, "enough", null));

        failure(engine, config(Optional.of("127.0.0.1"), 0));

        assertEquals("127.0.0.1", node(engine, 0).ports().get(0).hostAddress());
        assertEquals(List.of(), warnings);
    }

    @Test
    void anEngineInTheClearIsWarnedOf() {
        var engine = engine(FakeEngine.remote(new RemoteHost("192.0.2.7", false)));
        engine.failOn("startContainer", new EngineException(Kind.OTHER, "enough", null));

        failure(engine, config(Optional.of("127.0.0.1"), 0));

        assertEquals(1, warnings.size(), warnings::toString);
        assertTrue(warnings.get(0).contains("in the clear"), warnings::toString);
    }

    @Test
    void aPortThatIsTakenOnAnotherHostIsExchangedForAnotherOne() {
        var engine = engine(FakeEngine.remote(LAB));
        engine.failOn("startContainer", new EngineException(Kind.PORT_IN_USE, "port is already allocated", null));

        var failure = failure(engine, config(Optional.empty(), 0));

        var ports = engine.calls("createContainer").stream()
                .map(call ->
                        ((ContainerSpec) call.arguments().get(0)).ports().get(0).hostPort())
                .toList();
        assertEquals(5, ports.size());
        assertTrue(Set.copyOf(ports).size() > 1, ports::toString);
        assertTrue(ports.stream().allMatch(port -> port > 60_999), ports::toString);
        assertEquals(ExitCode.FAILED, failure.exitCode());
        assertEquals("port %d of 192.0.2.7 is already in use".formatted(ports.get(4)), failure.message());
        assertEquals(List.of(), engine.listContainers(Map.of()));
        assertEquals(List.of(), engine.listVolumes(Map.of()));
    }

    @Test
    void aPortThatTheUserChoseIsNotExchanged() {
        var engine = engine(FakeEngine.remote(LAB));
        engine.occupyPort(6443);

        var failure = failure(engine, config(Optional.empty(), 6443));

        assertEquals("port 6443 of 192.0.2.7 is already in use", failure.message());
        assertEquals(1, engine.calls("createContainer").size());
    }

    @Test
    void anAddressThatTheHostDoesNotHaveIsTold() {
        var engine = engine(FakeEngine.remote(LAB));
        var docker =
                "failed to bind host port for 192.0.2.7:61000:172.30.0.3:6443/tcp: cannot assign requested address";
        engine.failOn("startContainer", new EngineException(Kind.OTHER, docker, null));

        var failure = failure(engine, config(Optional.empty(), 0));

        assertTrue(failure.message().contains("does not have an address"), failure::message);
        assertTrue(failure.remedy().contains("networking.apiServerAddress"), failure::remedy);
    }

    @Test
    void whatIsPublishedOnAllAddressesIsReachedByTheHostsName() {
        var here = new EngineReach(FakeEngine::ordinary);
        var there = new EngineReach(() -> FakeEngine.remote(new RemoteHost("LAB.invalid", true)));
        var byAddress = new EngineReach(() -> FakeEngine.remote(LAB));

        assertEquals("https://127.0.0.1:6443", here.url(port("0.0.0.0")));
        assertEquals("https://[::1]:6443", here.url(port("::")));
        assertEquals("https://192.0.2.7:6443", byAddress.url(port("0.0.0.0")));
        assertEquals("https://192.0.2.7:6443", byAddress.url(port("::")));
        // known without asking anybody
        assertEquals("https://198.51.100.1:6443", there.url(port("198.51.100.1")));
        assertEquals("https://[2001:db8::1]:6443", there.url(port("2001:db8::1")));
        assertEquals("https://127.0.0.1:6443", there.url(port("127.0.0.1")));
    }

    private static PortPublish port(String address) {
        return new PortPublish(address, 6443, 6443, Protocol.TCP);
    }

    private static FakeEngine engine(EngineInfo info) {
        return new FakeEngine(info, (container, spec) -> new ExecResult(0, "", ""))
                .withImage(new ImageInfo(
                        "sha256:1", List.of("node:1"), Map.of(Labels.KUBERNETES_VERSION, "v1.37.0"), List.of(), 1));
    }

    private static ContainerSpec node(FakeEngine engine, int number) {
        return (ContainerSpec)
                engine.calls("createContainer").get(number).arguments().get(0);
    }

    private MinikException failure(FakeEngine engine, ClusterConfig config) {
        var images = new PresentNodeImages();
        var progress = new Progress(
                event -> {
                    if (event instanceof ProgressEvent.Warning warning) {
                        warnings.add(warning.text());
                    }
                },
                new SteadyClock());
        var environment = new ClusterEnvironment(
                directory.resolve("cache"),
                directory.resolve("logs"),
                "here",
                () -> KubernetesVersion.parse("v1.37.0"),
                () -> KubernetesCatalogue.load().networks(),
                Map.of(),
                new SteadyClock());
        var store = new KubeconfigStore(new KubeconfigPaths(List.of(directory.resolve("config"))));
        try (var parts = new ClusterParts(engine, store, progress, environment)) {
            var clusters = new EngineClusters(parts, images);
            var options = new Clusters.CreateOptions(Duration.ZERO, false, Optional.empty());
            return assertThrows(MinikException.class, () -> clusters.create(config, options));
        }
    }

    private static ClusterConfig config(Optional<String> address, int port) {
        var listen =
                address.map(text -> "apiServerAddress: %s, ".formatted(text)).orElse("");
        return Plans.config("networking: {%sapiServerPort: %d}\n".formatted(listen, port));
    }
}
