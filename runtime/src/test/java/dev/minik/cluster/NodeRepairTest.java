package dev.minik.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.archive.TarBuilder;
import dev.minik.cluster.ClusterNodes.ChangeOptions;
import dev.minik.engine.ContainerInfo.State;
import dev.minik.engine.ContainerSpec;
import dev.minik.engine.Engine;
import dev.minik.engine.ImageInfo;
import dev.minik.engine.fake.FakeEngine;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.kubeconfig.KubeconfigEntry;
import dev.minik.model.ClusterName;
import dev.minik.model.KubernetesVersion;
import dev.minik.model.Labels;
import dev.minik.nodeimage.NodeImageProvider;
import dev.minik.plan.ClusterPlan;
import dev.minik.plan.EtcdNodePlan;
import dev.minik.plan.Plans;
import dev.minik.progress.Progress;
import dev.minik.progress.ProgressEvent;
import dev.minik.progress.SteadyClock;
import dev.minik.record.ClusterRecord;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeRepairTest {
    private static final ClusterName NAME = new ClusterName("demo");
    private static final String BALANCER = "demo-external-load-balancer";
    private static final String SEVERAL = Plans.nodes(3, 1);
    private static final String EXTERNAL = "etcd: {topology: external, nodes: 3}\nnodes: [{}]";

    private final FakeEngine engine = new FakeEngine().withImage("sha256:1");
    private final List<String> warnings = new ArrayList<>();
    private final Path kubeconfig;
    private final ClusterParts parts;
    private final ClusterNodes nodes;

    NodeRepairTest(@TempDir Path directory) {
        kubeconfig = directory.resolve("kubeconfig");
        parts = TestParts.of(engine, directory, new Progress(this::listen, new SteadyClock()));
        nodes = new EngineClusterNodes(parts, new NoImages(), name -> {});
    }

    @AfterEach
    void close() {
        parts.close();
    }

    @Test
    void aBalancerThatIsGoneIsMadeAsItWas() {
        var plan = cluster(SEVERAL);
        var before = made();
        assertEquals(List.of(), repair());
        engine.removeContainer(BALANCER);

        assertEquals(List.of(BALANCER), repair());

        assertEquals(before, made());
        var balancer = engine.findContainer(BALANCER).orElseThrow();
        assertEquals(State.RUNNING, balancer.state());
        assertEquals(List.of(plan.apiServer()), balancer.ports());
        assertTrue(engine.calls("restartUnlessStopped").toString().contains(BALANCER));
        assertEquals(List.of(), repair());
    }

    @Test
    void aBalancerThatHasEndedKnowsTheControlPlanesOfToday() {
        var plan = cluster(SEVERAL);
        engine.crash(BALANCER);
        var fewer = plan.controlPlanes().get(2).name();
        nodes.remove(
                NAME, List.of(fewer), new ClusterNodes.RemoveOptions(Duration.ZERO, true, Optional.of(kubeconfig)));

        assertEquals(List.of(BALANCER), repair());

        var told = made().command();
        assertTrue(told.contains(plan.controlPlanes().get(1).address().toString()), told::toString);
        assertTrue(!told.contains(plan.controlPlanes().get(2).address().toString()), told::toString);
    }

    @Test
    void aPortThatIsTakenIsReplacedAndKubeconfigsAreCorrected() throws IOException {
        var plan = cluster(SEVERAL);
        parts.access().export(parts.resources().entrance(NAME), NAME, Optional.of(kubeconfig), false);
        engine.removeContainer(BALANCER);
        engine.occupyPort(plan.apiServer().hostPort());

        assertEquals(List.of(BALANCER), repair());

        var port = engine.findContainer(BALANCER).orElseThrow().ports().get(0).hostPort();
        assertEquals(
                port,
                parts.records().read(parts.nodesOf(NAME)).plan().apiServer().hostPort());
        assertTrue(Files.readString(kubeconfig).contains("https://127.0.0.1:" + port), () -> "port " + port);
        assertTrue(warnings.toString().contains("port " + plan.apiServer().hostPort()), warnings::toString);
    }

    @Test
    void aContainerOfSomebodyElsesIsNotTaken() {
        cluster(SEVERAL);
        engine.removeContainer(BALANCER);
        engine.createContainer(
                ContainerSpec.of(BALANCER, "sha256:1").network("none").build());

        assertTrue(failure().message().contains("a container '" + BALANCER + "' that is not minik's"));
        assertTrue(engine.findContainer(BALANCER).isPresent());
    }

    @Test
    void aMemberThatIsGoneIsToldAfterTheRestWasRepaired() {
        cluster(EXTERNAL);
        engine.crash("demo-etcd");
        engine.removeContainer("demo-etcd2");

        var failure = failure();

        assertEquals(ExitCode.WRONG_STATE, failure.exitCode());
        assertEquals(
                "demo-etcd2 of cluster 'demo' kept a part of etcd and is gone; members of etcd cannot be replaced",
                failure.message());
        assertEquals(List.of("repaired: demo-etcd"), failure.details());
        assertEquals(
                State.RUNNING, engine.findContainer("demo-etcd").orElseThrow().state());
    }

    @Test
    void whatIsGoneIsToldWithWhatToDo() {
        cluster(EXTERNAL);
        engine.removeContainer("demo-etcd3");
        assertEquals(List.of("demo-etcd3 is gone: a member of etcd cannot be replaced"), lost());

        engine.removeContainer("demo-etcd2");
        engine.removeContainer("demo-etcd");
        engine.removeContainer("demo-control-plane");
        engine.listNetworks(Map.of()).forEach(network -> engine.removeNetwork(network.id()));
        cluster(SEVERAL);
        assertEquals(List.of(), lost());
        engine.removeContainer("demo-worker");
        engine.removeContainer(BALANCER);
        assertEquals(
                List.of(
                        "demo-worker is gone: 'minik repair cluster demo' makes it anew",
                        BALANCER + " is gone: 'minik repair cluster demo' makes it anew"),
                lost());
    }

    private List<String> lost() {
        return new LostParts(parts).of(NAME, parts.nodesOf(NAME));
    }

    @Test
    void withoutMostMembersNothingIsBegun() {
        cluster(EXTERNAL);
        engine.crash("demo-control-plane");
        engine.crash("demo-etcd");
        engine.startContainer("demo-control-plane");
        engine.removeContainer("demo-etcd2");
        engine.removeContainer("demo-etcd3");

        assertTrue(failure().remedy().contains("the state is lost"));
        assertEquals(
                State.EXITED, engine.findContainer("demo-etcd").orElseThrow().state());
    }

    private MinikException failure() {
        return assertThrows(MinikException.class, this::repair);
    }

    private List<String> repair() {
        return nodes.repair(NAME, new ChangeOptions(Duration.ZERO, Optional.of(kubeconfig)));
    }

    /** Returns the last balancer that was made. */
    private ContainerSpec made() {
        return engine.calls("createContainer").stream()
                .map(call -> (ContainerSpec) call.arguments().get(0))
                .filter(spec -> spec.name().equals(BALANCER))
                .reduce((first, last) -> last)
                .orElseThrow();
    }

    private ClusterPlan cluster(String fields) {
        var config = Plans.config(fields);
        var plan = Plans.plan(config, Plans.HOST);
        engine.createNetwork(NodeMaker.network(plan));
        plan.nodes()
                .forEach(node ->
                        machine(node.name(), Labels.KIND_NODE, node.role().text()));
        plan.etcdNodes().stream().map(EtcdNodePlan::name).forEach(name -> machine(name, Labels.KIND_ETCD, ""));
        plan.balancer()
                .ifPresent(
                        balancer -> new NodeMaker(engine, new NodeConsoles(Progress.silent())).start(plan, balancer));
        parts.records().write(parts.nodesOf(NAME), ClusterRecord.of(config, plan));
        var pki = parts.access().newPki(plan);
        var admin = pki.admin();
        var conf = new KubeconfigEntry(
                "kubernetes", "https://demo:6443", pki.caCertificatePem(), admin.certificatePem(), admin.keyPem());
        var tar = new TarBuilder().file("/etc/kubernetes/admin.conf", 0600, conf.toYaml());
        engine.copyInto("demo-control-plane", "/", new ByteArrayInputStream(tar.build()));
        return plan;
    }

    private void machine(String name, String kind, String role) {
        engine.createContainer(TestMachines.of(name, "sha256:1", kind, role).build());
        engine.startContainer(name);
    }

    private void listen(ProgressEvent event) {
        if (event instanceof ProgressEvent.Warning warning) {
            warnings.add(warning.text());
        }
    }

    private record NoImages() implements NodeImageProvider {
        @Override
        public String nameFor(KubernetesVersion version) {
            return "localhost/minik-node:" + version;
        }

        @Override
        public ImageInfo provide(Engine engine, String imageName, Progress progress) {
            return engine.findImage(imageName).orElseThrow();
        }
    }
}
