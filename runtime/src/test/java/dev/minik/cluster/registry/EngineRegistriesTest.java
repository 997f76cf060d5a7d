package dev.minik.cluster.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.archive.TarBuilder;
import dev.minik.cluster.ClusterParts;
import dev.minik.cluster.TestParts;
import dev.minik.cluster.registry.Registries.DeleteOptions;
import dev.minik.cluster.registry.Registries.Upstream;
import dev.minik.cluster.registry.Registries.Wanted;
import dev.minik.config.RegistryConfig;
import dev.minik.config.RegistryConfig.Credentials;
import dev.minik.engine.ContainerInfo;
import dev.minik.engine.ContainerSpec;
import dev.minik.engine.Engine;
import dev.minik.engine.EngineException;
import dev.minik.engine.ExecResult;
import dev.minik.engine.ImageInfo;
import dev.minik.engine.NetworkSpec;
import dev.minik.engine.VolumeInfo;
import dev.minik.engine.fake.FakeEngine;
import dev.minik.engine.fake.FakeFile;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.model.ClusterName;
import dev.minik.model.Labels;
import dev.minik.model.RegistryName;
import dev.minik.nodeimage.RegistryImageProvider;
import dev.minik.patch.ContainerdPatches;
import dev.minik.plan.Plans;
import dev.minik.plan.RegistryFacts;
import dev.minik.progress.Progress;
import dev.minik.progress.SteadyClock;
import dev.minik.record.ClusterRecord;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineRegistriesTest {
    private static final String OWN = "localhost/minik-registry:v3";
    private static final RegistryName DEV = new RegistryName("dev");
    private static final ClusterName DEMO = new ClusterName("demo");
    private static final String CERTS = "/etc/containerd/certs.d/";
    private static final Upstream HUB = new Upstream("https://registry-1.docker.io", Optional.empty());

    private final List<List<String>> commands = new ArrayList<>();
    private final FakeEngine engine = new FakeEngine((container, spec) -> {
                commands.add(spec.command());
                return new ExecResult(0, "", "");
            })
            .withImage(OWN)
            .withImage("node")
            .printing(spec -> spec.name().startsWith("minik-")
                    ? List.of("level=info msg=\"listening on [::]:5000\"")
                    : List.of());
    private final ClusterParts parts;
    private final Registries registries;

    EngineRegistriesTest(@TempDir Path directory) {
        parts = TestParts.of(
                engine,
                directory,
                new Progress(event -> {}, new SteadyClock()),
                Map.of("HTTPS_PROXY", "http://proxy:3128"));
        registries = new EngineRegistries(parts, new Images());
    }

    @AfterEach
    void close() {
        parts.close();
    }

    private record Images() implements RegistryImageProvider {
        @Override
        public String ownName() {
            return OWN;
        }

        @Override
        public ImageInfo provide(Engine engine, String imageName, Progress progress) {
            return engine.findImage(imageName).orElseThrow();
        }
    }

    private static Wanted wanted(ClusterName... clusters) {
        return new Wanted(DEV, OptionalInt.empty(), Optional.empty(), Optional.empty(), List.of(clusters));
    }

    private static Wanted cache(Upstream upstream) {
        return new Wanted(DEV, OptionalInt.empty(), Optional.of(upstream), Optional.empty(), List.of());
    }

    private void node(String name, boolean running) {
        engine.createContainer(ContainerSpec.of(name, "node")
                .labels(Map.of(
                        Labels.CLUSTER, DEMO.value(), Labels.KIND, Labels.KIND_NODE, Labels.ROLE, "control-plane"))
                .network("demo")
                .build());
        if (running) {
            engine.startContainer(name);
        }
    }

    private void cluster() {
        engine.createNetwork(new NetworkSpec(
                "demo",
                List.of(new NetworkSpec.Range("10.1.0.0/24", "10.1.0.1", "10.1.0.128/25")),
                Map.of(Labels.CLUSTER, DEMO.value()),
                Map.of()));
        node("demo-control-plane", true);
        node("demo-worker", false);
    }

    private ContainerSpec made() {
        var calls = engine.calls("createContainer");
        return (ContainerSpec) calls.get(calls.size() - 1).arguments().get(0);
    }

    private String file(String container, String path) {
        return engine.file(container, path)
                .map(FakeFile::content)
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .orElse("");
    }

    private static ExitCode failure(Runnable call) {
        return assertThrows(MinikException.class, call::run).exitCode();
    }

    private List<String> volumes() {
        return engine.listVolumes(Map.of()).stream().map(VolumeInfo::name).toList();
    }

    @Test
    void aRegistryOutlivesItsEngineAndIsForThisHostAlone() {
        assertTrue(registries.create(wanted()).made());

        var spec = made();
        assertEquals("minik-dev", spec.name());
        assertTrue(spec.restartAlways());
        assertFalse(spec.privileged());
        assertEquals("127.0.0.1", spec.ports().get(0).hostAddress());
        assertEquals(5001, spec.ports().get(0).hostPort());
        assertFalse(spec.labels().containsKey(Labels.CLUSTER), "it belongs to none");
        assertFalse(spec.environment().containsKey("HTTPS_PROXY"), "it asks nobody");
        assertEquals(List.of("minik-dev-data"), volumes());
        var listed = registries.list().get(0);
        assertEquals("localhost:5001", listed.host());
        assertEquals("minik-dev:5000", listed.inside());
        assertEquals("running", listed.state());
    }

    @Test
    void theSameAgainIsDoneAndAStoppedOneIsStarted() {
        registries.create(wanted());
        engine.stopContainer("minik-dev", Duration.ZERO);
        assertEquals("stopped", registries.list().get(0).state());

        assertFalse(registries.create(wanted()).made());

        assertEquals("running", registries.list().get(0).state());
        assertEquals(1, engine.calls("createContainer").size());
    }

    @Test
    void otherSettingsAreRefused() {
        registries.create(wanted());

        assertEquals(ExitCode.EXISTS_OR_NOT_FOUND, failure(() -> registries.create(cache(HUB))));
        var port = new Wanted(DEV, OptionalInt.of(5002), Optional.empty(), Optional.empty(), List.of());
        assertEquals(ExitCode.EXISTS_OR_NOT_FOUND, failure(() -> registries.create(port)));
        var anyPort = new Wanted(DEV, OptionalInt.of(0), Optional.empty(), Optional.of(OWN), List.of());
        assertFalse(registries.create(anyPort).made());
    }

    @Test
    void aPasswordIsInAFileOfRootsAndOneThatChangesIsNoticed() {
        registries.create(cache(new Upstream(HUB.url(), Optional.of(new Credentials("me", "old")))));

        assertEquals("me\nold\n", file("minik-dev", RegistrySettings.CREDENTIALS));
        assertEquals(
                0600,
                engine.file("minik-dev", RegistrySettings.CREDENTIALS)
                        .orElseThrow()
                        .mode());
        assertFalse(made().toString().contains("old"), "the engine tells it to whoever asks");
        assertEquals("http://proxy:3128", made().environment().get("HTTPS_PROXY"));
        assertTrue(made().ports().get(0).hostPort() >= 61_000, "5001 is for pushing");
        assertEquals(
                ExitCode.EXISTS_OR_NOT_FOUND,
                failure(() ->
                        registries.create(cache(new Upstream(HUB.url(), Optional.of(new Credentials("me", "new")))))));
    }

    @Test
    void whatAKilledCreationLeftIsMadeAgain() {
        engine.failOn("copyInto", new EngineException(EngineException.Kind.UNAVAILABLE, "gone", null));
        engine.failOn("removeContainer", new EngineException(EngineException.Kind.UNAVAILABLE, "gone", null));
        assertThrows(RuntimeException.class, () -> registries.create(wanted()));
        engine.heal();
        assertEquals(
                Optional.of(ContainerInfo.State.CREATED),
                engine.findContainer("minik-dev").map(ContainerInfo::state));

        assertTrue(registries.create(wanted()).made());

        assertEquals("running", registries.list().get(0).state());
    }

    @Test
    void aTakenPortLeavesNothing() {
        engine.occupyPort(5001);

        var failure = assertThrows(MinikException.class, () -> registries.create(wanted()));

        assertTrue(failure.remedy().contains("--port"), failure.remedy());
        assertEquals(List.of(), registries.list());
        assertEquals(List.of(), volumes());
    }

    @Test
    void keptImagesAreThereAgainForTheSameKindOnly() {
        registries.create(wanted());
        registries.delete(DEV, new DeleteOptions(true, false));
        assertEquals(List.of("minik-dev-data"), volumes());

        assertEquals(ExitCode.EXISTS_OR_NOT_FOUND, failure(() -> registries.create(cache(HUB))));
        assertTrue(registries.create(wanted()).made());
        assertTrue(registries.delete(DEV, new DeleteOptions(false, false)));
        assertEquals(List.of(), volumes());
        assertFalse(registries.delete(DEV, new DeleteOptions(false, false)));
    }

    @Test
    void aLiveClusterIsToldOnAllItsNodes() {
        cluster();
        registries.create(wanted(DEMO));

        for (var node : List.of("demo-control-plane", "demo-worker")) {
            assertTrue(
                    file(node, CERTS + "localhost:5001/hosts.toml").contains("[host.\"http://minik-dev:5000\"]"),
                    () -> file(node, CERTS + "localhost:5001/hosts.toml"));
        }
        assertEquals(Set.of("bridge", "demo"), engine.networksOf("minik-dev"));
        assertEquals(List.of("demo"), registries.list().get(0).clusters());
        assertEquals(ExitCode.WRONG_STATE, failure(() -> registries.delete(DEV, new DeleteOptions(false, false))));

        registries.delete(DEV, new DeleteOptions(false, true));

        assertEquals(List.of(List.of("rm", "-rf", "--", CERTS + "localhost:5001")), commands);
        assertEquals("", file("demo-worker", CERTS + "localhost:5001/hosts.toml"), "nothing can be run in it");
    }

    @Test
    void aClusterThatIsNotThereIsToldBeforeAnythingIsMade() {
        assertEquals(ExitCode.EXISTS_OR_NOT_FOUND, failure(() -> registries.create(wanted(DEMO))));
        assertEquals(List.of(), engine.calls("createContainer"));
    }

    @Test
    void registriesOfALiveClusterBecomeWhatIsWanted() {
        cluster();
        registries.create(wanted(DEMO));
        var old = new RegistryConfig(
                "docker.io", List.of("https://old.example"), Optional.of("CA"), false, Optional.empty());
        var mirror = new RegistryConfig(
                "docker.io",
                List.of("https://mirror.example"),
                Optional.empty(),
                false,
                Optional.of(new Credentials("me", "x")));

        assertTrue(registries.setRegistries(DEMO, List.of(old), List.of(DEV)));
        assertFalse(registries.setRegistries(DEMO, List.of(old), List.of(DEV)), "it is so already");
        commands.clear();
        assertTrue(registries.setRegistries(DEMO, List.of(mirror), List.of()));

        var hosts = CERTS + "docker.io/hosts.toml";
        assertTrue(file("demo-worker", hosts).contains("mirror.example"));
        assertEquals(0600, engine.file("demo-worker", hosts).orElseThrow().mode());
        assertEquals(
                List.of(List.of("rm", "-rf", "--", CERTS + "docker.io/ca.crt", CERTS + "localhost:5001")), commands);
        assertEquals(Set.of("bridge"), engine.networksOf("minik-dev"));
        assertEquals(
                ExitCode.EXISTS_OR_NOT_FOUND,
                failure(() -> registries.setRegistries(DEMO, List.of(), List.of(new RegistryName("none")))));
    }

    @Test
    void whatLaterNodesAreToBeToldIsKept() {
        cluster();
        var config = Plans.config("localRegistries: [other]");
        var nodes = parts.nodesOf(DEMO);
        parts.records().write(nodes, ClusterRecord.of(config, Plans.plan(config, Plans.HOST)));

        registries.create(wanted(DEMO));
        var kept = parts.records().read(nodes);
        assertEquals(List.of(new RegistryName("other"), DEV), kept.config().localRegistries());
        assertEquals(
                List.of("localhost:5001"),
                kept.plan().registries().stream().map(RegistryFacts::host).toList());

        registries.delete(DEV, new DeleteOptions(false, true));
        assertEquals(
                ClusterRecord.of(config, Plans.plan(config, Plans.HOST)),
                parts.records().read(nodes));
    }

    @Test
    void aDeletionThatIsBrokenOffAtTheRecordIsFinishedByTheNext() {
        cluster();
        var nodes = parts.nodesOf(DEMO);
        var before = ClusterRecord.of(Plans.config(""), Plans.plan(Plans.config(""), Plans.HOST));
        parts.records().write(nodes, before);
        registries.create(wanted(DEMO));
        engine.failOn("copyInto", new EngineException(EngineException.Kind.UNAVAILABLE, "gone", null));
        assertEquals(
                ExitCode.ENGINE_UNAVAILABLE, failure(() -> registries.delete(DEV, new DeleteOptions(false, true))));
        engine.heal();
        assertEquals(List.of(DEV), parts.records().read(nodes).config().localRegistries());

        registries.delete(DEV, new DeleteOptions(false, true));

        assertEquals(before, parts.records().read(nodes));
        assertEquals(List.of(), registries.list());
    }

    @Test
    void aContainerdThatLooksNowhereIsToldWhere() {
        cluster();
        configure("demo-control-plane", "version = 2\n");

        registries.create(wanted(DEMO));

        assertTrue(
                file("demo-control-plane", ContainerdPatches.FILE).contains("config_path"),
                () -> file("demo-control-plane", ContainerdPatches.FILE));
        assertEquals(List.of(List.of("systemctl", "restart", "containerd")), commands);
        registries.create(wanted(DEMO));
        assertEquals(1, commands.size(), "it knows now");
    }

    @Test
    void aContainerdWithMirrorsOfItsOwnIsRefused() {
        cluster();
        configure("demo-worker", """
                version = 2
                [plugins."io.containerd.grpc.v1.cri".registry.mirrors."docker.io"]
                  endpoint = ["https://mirror.example"]
                """);

        assertEquals(ExitCode.WRONG_STATE, failure(() -> registries.create(wanted(DEMO))));
        assertEquals("", file("demo-control-plane", CERTS + "localhost:5001/hosts.toml"));
    }

    private void configure(String node, String containerd) {
        engine.copyInto(
                node,
                "/",
                new ByteArrayInputStream(new TarBuilder()
                        .file(ContainerdPatches.FILE, 0644, containerd)
                        .build()));
    }

    @Test
    void mirrorsOfTheUsersAreNotReplacedByACache() {
        cluster();
        var mirror = new RegistryConfig(
                "docker.io", List.of("https://mirror.example"), Optional.empty(), false, Optional.empty());
        registries.setRegistries(DEMO, List.of(mirror), List.of());
        var cache = new Wanted(DEV, OptionalInt.empty(), Optional.of(HUB), Optional.empty(), List.of(DEMO));

        assertEquals(ExitCode.WRONG_STATE, failure(() -> registries.create(cache)));
        assertTrue(file("demo-control-plane", CERTS + "docker.io/hosts.toml").contains("mirror.example"));
        assertEquals(
                ExitCode.INVALID_CONFIG, failure(() -> registries.setRegistries(DEMO, List.of(mirror), List.of(DEV))));
    }
}
