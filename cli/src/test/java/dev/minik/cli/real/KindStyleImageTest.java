package dev.minik.cli.real;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Images in kind's style, which have nothing that minik's add to kind's contract, create clusters too. */
@Tag("image")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KindStyleImageTest {
    private static final String CLUSTER = "kind-style";

    private final KindStyleImage image;

    @TempDir
    Path directory = Path.of("");

    KindStyleImageTest(@TempDir Path temporary) throws IOException {
        image = KindStyleImage.make(temporary);
    }

    @AfterAll
    void remove() {
        image.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1"})
    void createsAClusterThatWorks(String workers) {
        try (var cluster = NewCluster.create(directory, CLUSTER, "--image", image.name(), "--workers", workers)) {
            cluster.works();

            var endpoint = cluster.kubectl(
                            "get",
                            "daemonset",
                            "kube-flannel",
                            "--namespace",
                            "kube-flannel",
                            "--output",
                            "jsonpath={.spec.template.spec.containers[0].env[?(@.name=='CONTROL_PLANE_ENDPOINT')].value}")
                    .ok()
                    .stdout();
            assertEquals(CLUSTER + "-api:6443", endpoint, "the manifest asks for it");
        }
    }

    @Test
    void theNetworkWithoutPodsNeedsNothingOfMiniks() throws IOException {
        var config = Files.writeString(directory.resolve("cluster.yaml"), """
                kind: Cluster
                apiVersion: minik.dev/v1alpha1
                networking: {cni: bridge}
                nodes: [{role: control-plane}, {role: worker}]
                """);
        try (var cluster =
                NewCluster.create(directory, CLUSTER, "--image", image.name(), "--config", config.toString())) {
            cluster.works();
        }
    }
}
