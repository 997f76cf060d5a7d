package dev.minik.cli.real;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.engine.Engine;
import dev.minik.engine.ExecSpec;
import dev.minik.engine.HostEnvironment;
import dev.minik.engine.locate.EngineLocator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several control planes, one of which is killed while somebody writes. */
@Tag("cluster")
class HighAvailabilityTest {
    private static final String CLUSTER = "ha-test";
    private static final String BALANCER = CLUSTER + "-external-load-balancer";
    private static final Duration LONGEST_GAP = Duration.ofSeconds(10);
    private static final Duration SOON = Duration.ofSeconds(90);

    private final Engine engine = EngineLocator.of(HostEnvironment.current()).locate(Optional.empty());
    private Shell shell = new Shell(Path.of(""));

    @BeforeEach
    void openShell(@TempDir Path temporary) {
        shell = new Shell(temporary);
    }

    @AfterEach
    void deleteCluster() {
        shell.minik("delete", "cluster", CLUSTER).ok();
        engine.close();
    }

    @Test
    void theLeaderBehindABalancerIsMissedForSecondsOnlyAndComesBack() throws IOException, InterruptedException {
        shell.minik("create", "cluster", CLUSTER, "--control-planes", "3", "--workers", "2")
                .ok();
        assertEquals(
                5, shell.minik("get", "nodes", "--name", CLUSTER).ok().lines().size());

        isMissedForSecondsOnly(controlPlanes().filter(this::leads).findFirst().orElseThrow());
        aBalancerThatIsGoneComesBack();
    }

    private void aBalancerThatIsGoneComesBack() throws IOException {
        var server = server();
        engine.removeContainer(BALANCER);
        var status = shell.minik("status", CLUSTER).exits(7);
        assertTrue(status.stderr().contains("minik repair cluster " + CLUSTER), status::stderr);

        var repaired = shell.minik("repair", "cluster", CLUSTER).ok();

        assertTrue(repaired.stderr().contains("Repaired " + BALANCER), repaired::stderr);
        assertEquals(server, server());
        new NewCluster(shell, CLUSTER).kubectl("get", "nodes").ok();
    }

    @Test
    void theHolderOfAVirtualAddressIsMissedForSecondsOnlyAndComesBack() throws IOException, InterruptedException {
        var config = shell.file("cluster.yaml", """
                kind: Cluster
                apiVersion: minik.dev/v1alpha1
                name: %s
                controlPlaneEndpoint: vip
                nodes: [{}, {role: control-plane}, {role: control-plane}]
                """.formatted(CLUSTER));
        shell.minik("create", "cluster", "--config", config.toString()).ok();
        assertTrue(engine.findContainer(BALANCER).isEmpty());

        isMissedForSecondsOnly(controlPlanes().filter(this::holds).findFirst().orElseThrow());
    }

    private String server() throws IOException {
        return Files.readString(shell.kubeconfig()).replaceFirst("(?s).*server: (\\S+).*", "$1");
    }

    private void isMissedForSecondsOnly(String controlPlane) throws IOException, InterruptedException {
        assertTrue(shell.minik("status", CLUSTER).ok().stdout().contains("running, ready"));
        assertEquals(3, controlPlanes().filter(this::isHealthy).count(), "members of etcd, all there at once");
        try (var writer = new ApiWriter(shell.kubeconfig())) {
            Shell.eventually("somebody writes", SOON, () -> writer.count() > 20);
            engine.stopContainer(controlPlane, Duration.ZERO);
            var before = writer.count();
            Shell.eventually("writing goes on", SOON, () -> writer.count() > before + 20);
            assertTrue(writer.longestGap().compareTo(LONGEST_GAP) < 0, () -> "missed for " + writer.longestGap());

            engine.startContainer(controlPlane);
            Shell.eventually("etcd's member comes back", SOON, () -> isHealthy(controlPlane));
            var again = writer.count();
            Shell.eventually("writing goes on", SOON, () -> writer.count() > again + 20);
            assertEquals(List.of(), writer.lost());
        }
        // at first the API server knows the node only as it was
        Shell.eventually(
                "all is ready again", SOON, () -> shell.minik("status", CLUSTER).exitCode() == 0);
    }

    private Stream<String> controlPlanes() {
        return Stream.of("", "2", "3").map(number -> CLUSTER + "-control-plane" + number);
    }

    private boolean isHealthy(String node) {
        return etcd(node, "health", "").contains("\"health\":\"true\"");
    }

    private boolean holds(String node) {
        return engine.exec(node, ExecSpec.of("ip", "-oneline", "address", "show"))
                .stdout()
                .contains(".127/");
    }

    private boolean leads(String node) {
        var status = etcd(node, "v3/maintenance/status", "{}");
        var own = status.replaceFirst("(?s).*\"member_id\":\"(\\d+)\".*", "$1");
        return status.contains("\"leader\":\"" + own + "\"");
    }

    /** Asks the member of etcd on a control plane. */
    private String etcd(String node, String path, String body) {
        var pki = "/etc/kubernetes/pki/etcd/";
        var command = Stream.of(
                        Stream.of("curl", "--silent", "--max-time", "5", "--cacert", pki + "ca.crt"),
                        Stream.of("--cert", pki + "healthcheck-client.crt", "--key", pki + "healthcheck-client.key"),
                        body.isEmpty() ? Stream.<String>of() : Stream.of("--data", body),
                        Stream.of("https://127.0.0.1:2379/" + path))
                .flatMap(part -> part)
                .toArray(String[]::new);
        return engine.exec(node, ExecSpec.of(command)).stdout().replace(" ", "");
    }
}
