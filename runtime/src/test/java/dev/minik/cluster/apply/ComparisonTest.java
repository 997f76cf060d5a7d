package dev.minik.cluster.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.cluster.apply.Difference.Remedy;
import dev.minik.cluster.port.Ports.Kind;
import dev.minik.cluster.port.Ports.PublishedPort;
import dev.minik.config.NodeConfig.Taint;
import dev.minik.kube.KubeApi.NodeMarks;
import dev.minik.model.Protocol;
import dev.minik.plan.Plans;
import dev.minik.record.ClusterRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparisonTest {
    private static final String NODES =
            "nodes: [{}, {role: worker, labels: {tier: front}, taints: ['a=b:NoSchedule']}]";
    private static final Map<String, NodeMarks> LIVE = Map.of(
            "demo-worker",
            new NodeMarks(
                    Map.of("tier", "front", "kubernetes.io/hostname", "demo-worker"),
                    List.of(new Taint("a", "b", "NoSchedule"), new Taint("others", "", "NoExecute"))));

    @Test
    void aClusterIsAsItWasCreated() {
        assertEquals(List.of(), compared(NODES, LIVE, NODES).differences());
    }

    @Test
    void whatIsMarkedOtherwiseIsFoundOnTheNodeItself() {
        var drifted = Map.of("demo-worker", new NodeMarks(Map.of("tier", "back"), List.of()));
        var comparison = compared(NODES, drifted, NODES);

        assertEquals(
                List.of(
                        new Difference("demo-worker.labels.tier", "back", "front", Remedy.APPLY),
                        new Difference("demo-worker.taints", "", "a=b:NoSchedule", Remedy.APPLY)),
                comparison.differences());
    }

    @Test
    void marksOfOthersStay() {
        var wanted = "nodes: [{}, {role: worker, labels: {zone: a}, taints: ['a=c:NoSchedule', 'd:NoExecute']}]";
        var comparison = compared(NODES, LIVE, wanted);
        var worker = comparison.pairs().get(1);

        assertEquals(Map.of("tier", Optional.empty(), "zone", Optional.of("a")), comparison.labels(worker));
        assertEquals(
                List.of("others:NoExecute", "a=c:NoSchedule", "d:NoExecute"),
                comparison.taints(worker).stream().map(Taint::toString).toList());
    }

    @Test
    void nodesComeAndGoByRole() {
        var more = compared(Plans.nodes(1, 2), Map.of(), Plans.nodes(3, 1));

        assertEquals(List.of("demo-worker2"), more.surplus());
        assertEquals(2, more.missing().size());
        assertEquals(
                List.of("demo-control-plane", "demo-worker"),
                more.pairs().stream().map(Comparison.Pair::name).toList());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "networking: {podSubnet: 10.10.0.0/16} | networking.podSubnets | NEW_CLUSTER",
                "kubernetesVersion: v1.36.3 | kubernetesVersion | UPGRADE",
                "nodes: [{image: 'other:1'}] | demo-control-plane.image | NEW_NODE",
                "nodes: [{memory: 2Gi}] | demo-control-plane.resources.memoryBytes | NEW_NODE",
                "featureGates: {A: true} | components.featureGates.A | NEW_CLUSTER",
                "etcd: {ephemeral: true} | etcd.ephemeral | NEW_CLUSTER",
                "registries: [{host: docker.io, mirrors: ['http://m']}] | registries | APPLY"
            })
    void everyDifferenceHasItsRemedy(String wanted, String place, Remedy remedy) {
        var found = compared("", Map.of(), wanted).differences();

        assertEquals(List.of(place), found.stream().map(Difference::place).toList());
        assertEquals(remedy, found.get(0).remedy());
    }

    @Test
    void portsAreForwardedWhereANodeCannotPublishThem() {
        var before =
                "nodes: [{extraPortMappings: [{containerPort: 80, hostPort: 8080}, {containerPort: 90, hostPort: 8090}]}]";
        var wanted = "nodes: [{extraPortMappings: [{containerPort: 70}, {containerPort: 80, hostPort: 8080}]}]";
        var config = Plans.config(before);
        var name = "demo-control-plane";
        var published = List.of(
                port(Kind.API_SERVER, 40001, 6443, name),
                port(Kind.NODE, 8080, 80, name),
                port(Kind.FORWARDER, 8090, 90, name),
                port(Kind.FORWARDER, 9000, 30000, ""));
        var comparison = new Comparison(
                ClusterRecord.of(config, Plans.plan(config, Plans.HOST)), Map.of(), published, Plans.config(wanted));

        assertEquals(
                List.of(
                        new Difference(name + ".extraPortMappings", "", "127.0.0.1:0:70/tcp", Remedy.APPLY),
                        new Difference(name + ".extraPortMappings", "8090:90/tcp", "", Remedy.APPLY)),
                comparison.differences());
        var gone = new Comparison(
                ClusterRecord.of(config, Plans.plan(config, Plans.HOST)), Map.of(), published, Plans.config(""));
        assertEquals(
                List.of(Remedy.NEW_NODE, Remedy.APPLY),
                gone.differences().stream().map(Difference::remedy).toList());
    }

    private static PublishedPort port(Kind kind, int hostPort, int nodePort, String node) {
        return new PublishedPort("127.0.0.1", hostPort, Protocol.TCP, kind, node, nodePort, "running");
    }

    @Test
    void secretsAreNotShown() {
        var found = compared("", Map.of(), "nodes: [{files: [{path: /etc/token, content: s3cret}]}]")
                .differences();

        assertEquals(List.of("(secret)"), found.stream().map(Difference::after).toList());
        var registry = "registries: [{host: r.example, username: me, password: s3cret}]";
        assertEquals(
                "r.example",
                compared("", Map.of(), registry).differences().get(0).after());
    }

    @Test
    void whereAManifestLiesIsNoDifferenceButAnotherKindOfNetworkIs() {
        var given = "networking: {cni: 'https://example.org/a.yaml'}";

        assertEquals(
                List.of(),
                compared(given, Map.of(), "networking: {cni: 'https://example.org/b.yaml'}")
                        .differences());
        assertEquals(
                List.of("networking.cni", "networking.cniManifest"),
                compared(given, Map.of(), "networking: {cni: bridge}").differences().stream()
                        .filter(one -> one.remedy() == Remedy.NEW_CLUSTER)
                        .map(Difference::place)
                        .toList());
    }

    @Test
    void aPinnedNetworkIsTheSameAsItselfAndNeedsNoDownload() {
        var calico = "networking: {cni: calico}";
        var same = compared(calico, Map.of(), calico);

        assertEquals(List.of(), same.differences());
        assertEquals(Optional.empty(), NetworkChange.given(same));
        for (String other : List.of("cilium", "flannel", "'https://example.org/calico.yaml'")) {
            var changed = compared(calico, Map.of(), "networking: {cni: %s}".formatted(other));

            assertEquals("networking.cni", changed.differences().get(0).place(), other);
            assertEquals(Remedy.NEW_CLUSTER, changed.differences().get(0).remedy(), other);
            assertEquals(Optional.empty(), NetworkChange.given(changed), other);
        }
    }

    @Test
    void theNewTextIsNotedWithTheClustersSubnet() {
        var given = "networking: {cni: 'https://example.org/a.yaml', podSubnet: 10.9.0.0/16}";
        var text = "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {subnet: '{{ .PodSubnet }}'}}";
        var comparison = compared(given, Map.of(), given.replace("a.yaml", "b.yaml"));

        var first = NetworkChange.of(comparison, Optional.of(text));

        assertEquals(List.of("new"), afterwards(first), "of a manifest that was not kept nothing is known");
        assertTrue(first.record().plan().cniManifest().orElseThrow().contains("10.9.0.0/16"));
        assertEquals(
                "https://example.org/b.yaml",
                first.record().config().networking().cniManifest());
        var again = new Comparison(first.record(), Map.of(), List.of(), comparison.wanted());
        assertTrue(NetworkChange.of(again, Optional.of(text)).change().isEmpty());
        assertEquals(
                List.of("data.subnet"), afterwards(NetworkChange.of(again, Optional.of(text.replace("{{ .P", "P")))));
        assertEquals(first.record(), NetworkChange.of(again, Optional.empty()).record());
    }

    private static List<String> afterwards(NetworkChange network) {
        return network.change().differences().stream().map(Difference::after).toList();
    }

    private static Comparison compared(String before, Map<String, NodeMarks> live, String wanted) {
        var config = Plans.config(before);
        return new Comparison(
                ClusterRecord.of(config, Plans.plan(config, Plans.HOST)), live, List.of(), Plans.config(wanted));
    }
}
