package dev.minik.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.minik.engine.ExecResult;
import dev.minik.engine.ImageInfo;
import dev.minik.engine.fake.FakeEngine;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.model.Labels;
import dev.minik.network.FileServer;
import dev.minik.plan.Plans;
import dev.minik.progress.Progress;
import dev.minik.release.HelmRelease;
import dev.minik.release.NetworkCatalogue;
import dev.minik.release.PinnedNetwork;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks that others publish are downloaded when a cluster is planned, before anything is made. */
class PinnedNetworkTest {
    private final FileServer server = new FileServer();
    private final FakeEngine engine = new FakeEngine((container, spec) -> new ExecResult(0, "", ""))
            .withImage(new ImageInfo(
                    "sha256:1", List.of("node:1"), Map.of(Labels.KUBERNETES_VERSION, "v1.37.0"), List.of(), 1));
    private final ClusterParts parts;
    private final EngineClusters clusters;

    PinnedNetworkTest(@TempDir Path directory) throws IOException {
        var calico =
                new PinnedNetwork.Manifest("v1.2.3", server.put("/calico.yaml", "kind: DaemonSet\n".getBytes(UTF_8)));
        var networks = new NetworkCatalogue(Map.of("calico", calico), new HelmRelease("v4.3.0", Map.of()));
        parts = TestParts.of(engine, directory, Progress.silent(), Map.of(), networks);
        clusters = new EngineClusters(parts, new PresentNodeImages());
    }

    @AfterEach
    void close() {
        parts.close();
        server.close();
    }

    @Test
    void aPlanTellsTheWord() {
        assertEquals(
                "calico",
                clusters.plan(Plans.config("networking: {cni: calico}")).get("cni"));
        assertEquals(List.of("/calico.yaml"), server.requests());
    }

    @Test
    void bareNodesNeedNoNetwork() {
        clusters.plan(Plans.bare("networking: {cni: calico}"));

        assertEquals(List.of(), server.requests());
    }

    @Test
    void aNetworkThatCannotBeHadIsToldBeforeAnythingIsMade() {
        server.close();
        var options = new Clusters.CreateOptions(Duration.ZERO, false, Optional.empty());

        var failure = assertThrows(
                MinikException.class, () -> clusters.create(Plans.config("networking: {cni: calico}"), options));

        assertEquals(ExitCode.FAILED, failure.exitCode());
        for (String call : List.of("createContainer", "createNetwork", "createVolume")) {
            assertEquals(List.of(), engine.calls(call));
        }
    }
}
