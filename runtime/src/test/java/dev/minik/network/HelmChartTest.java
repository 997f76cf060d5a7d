package dev.minik.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.plan.Plans;
import dev.minik.process.Command;
import dev.minik.process.CommandResult;
import dev.minik.process.CommandRunner;
import dev.minik.release.KubernetesCatalogue;
import dev.minik.release.PinnedNetwork.Chart;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HelmChartTest {
    private static final Path HELM = Path.of("/opt/helm");
    private static final Path HOME = Path.of("/cache/helm");

    private final Recorder recorder = new Recorder();
    private final HelmChart cilium = new HelmChart(
            "cilium", (Chart) KubernetesCatalogue.load().networks().network("cilium"), Path.of("/cache/cilium"));

    @Test
    void helmIsToldTheClustersVersionAndItsNamespace() {
        assertEquals("kind: Rendered\n", render("networking: {cni: cilium}"));

        assertEquals(
                List.of(
                        "/opt/helm",
                        "template",
                        "cilium",
                        "/cache/cilium",
                        "--namespace",
                        "kube-system",
                        "--include-crds",
                        "--kube-version",
                        "v1.37.0"),
                recorder.command().argv().subList(0, 9));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "kubeProxyMode: iptables | true | false | ipv4 | false",
                "kubeProxyMode: nftables, ipFamily: dual | true | true | ipv4 | false",
                "kubeProxyMode: iptables, ipFamily: ipv6 | false | true | ipv6 | false",
                "kubeProxyMode: none | true | false | ipv4 | true",
            })
    void ciliumIsToldWhatTheClusterIs(String fields, boolean v4, boolean v6, String underlay, boolean noKubeProxy) {
        render("networking: {cni: cilium, %s}".formatted(fields));

        assertEquals(
                List.of(
                        "ipam.mode=kubernetes",
                        "ipv4.enabled=" + v4,
                        "ipv6.enabled=" + v6,
                        "underlayProtocol=" + underlay,
                        "operator.replicas=1",
                        "kubeProxyReplacement=" + noKubeProxy,
                        "k8sServiceHost=demo-api",
                        "k8sServicePort=6443",
                        "image.pullPolicy=IfNotPresent"),
                values());
    }

    @Test
    void theAddressThatControlPlanesHoldHasAPortOfItsOwn() {
        render("networking: {cni: cilium}\ncontrolPlaneEndpoint: vip\n" + Plans.nodes(3, 0));

        assertTrue(values().contains("k8sServicePort=8443"), values()::toString);
    }

    @Test
    void helmHasAHomeOfItsOwnAndNoCluster() {
        render("networking: {cni: cilium}");

        var environment = recorder.command().environment();
        environment.forEach((name, value) -> {
            assertTrue(name.startsWith("HELM_") || name.equals("KUBECONFIG"), name);
            assertFalse(value.startsWith("/") && !value.startsWith("/cache/helm/"), name + "=" + value);
        });
        assertEquals("/cache/helm/config", environment.get("HELM_CONFIG_HOME"));
        assertEquals("/cache/helm/no-cluster", environment.get("KUBECONFIG"));
    }

    @Test
    void whatHelmSaysIsToldWhenItFails() {
        recorder.exitCode = 1;

        var failure = assertThrows(MinikException.class, () -> render("networking: {cni: cilium}"));

        assertEquals(ExitCode.FAILED, failure.exitCode());
        assertEquals("helm cannot render the chart of the network cilium v1.20.2", failure.message());
        assertTrue(failure.remedy().startsWith("if /opt/helm is old, update it"), failure.remedy());
        assertTrue(failure.details().contains("Error: no such value"), failure.details()::toString);
    }

    private String render(String fields) {
        return cilium.render(recorder, HELM, HOME, Plans.plan(fields));
    }

    private List<String> values() {
        var argv = recorder.command().argv();
        return IntStream.range(0, argv.size())
                .filter(i -> argv.get(i).equals("--set"))
                .mapToObj(i -> argv.get(i + 1))
                .toList();
    }

    /** Runs nothing, and keeps what it was to run. */
    private static final class Recorder implements CommandRunner {
        private final List<Command> commands = new ArrayList<>();
        private int exitCode;

        Command command() {
            assertEquals(1, commands.size());
            return commands.get(0);
        }

        @Override
        public CommandResult run(Command command) {
            commands.add(command);
            return exitCode == 0
                    ? new CommandResult(command, 0, "kind: Rendered\n", "")
                    : new CommandResult(command, exitCode, "", "Error: no such value\n");
        }

        @Override
        public ProcessHandle startDetached(Command command, Path log) {
            throw new AssertionError("nothing is started");
        }
    }
}
