package dev.minik.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.archive.TarEntry;
import dev.minik.archive.TarReader;
import dev.minik.config.TuningLevel;
import dev.minik.kubeadm.BootstrapCredentials;
import dev.minik.model.BootstrapToken;
import dev.minik.model.KubernetesVersion;
import dev.minik.pki.ClusterPki;
import dev.minik.pki.PkiSpec;
import dev.minik.plan.ClusterPlan;
import dev.minik.plan.Plans;
import dev.minik.record.ClusterRecord;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class NodeFillingTest {
    private static final KubernetesVersion VERSION = KubernetesVersion.parse("v1.37.0");

    private static final SecureRandom RANDOM = new SecureRandom();

    private record Content(TarEntry entry, String text) {}

    @Test
    void onlyControlPlanesHoldKeysToTheCluster() {
        var files = files(plan(TuningLevel.DEFAULT), 1);

        assertFalse(
                files.keySet().stream().anyMatch(name -> name.contains("etc/kubernetes/pki")),
                files.keySet()::toString);
        assertFalse(files.containsKey("minik/admin.pem"));
        assertEquals(0600, content(files, "minik/kubelet-client.pem").entry().mode());
        assertEquals(0600, content(files, "minik/kubelet.key").entry().mode());
    }

    @Test
    void whatIsSecretIsRootsAlone() {
        files(plan(TuningLevel.DEFAULT), 0).forEach((name, content) -> {
            if (content.text().contains("PRIVATE KEY") || name.equals("minik/kubeadm.yaml")) {
                assertEquals(0600, content.entry().mode(), name);
            }
        });
    }

    @Test
    void aKubeletsConfigurationNamesTheFileInWhichItRenewsItsCertificate() {
        var plan = plan(TuningLevel.DEFAULT);
        var server = text(files(plan, 0), "etc/kubernetes/kubelet.conf");
        var worker = text(files(plan, 1), "etc/kubernetes/kubelet.conf");

        assertTrue(server.contains("server: https://" + plan.firstControlPlane().address() + ":6443"), server);
        assertTrue(worker.contains("server: https://demo-api:6443"), worker);
        assertTrue(worker.contains("client-key: /var/lib/kubelet/pki/kubelet-client-current.pem"), worker);
    }

    @Test
    void whoeverPatchesAnOomScoreGetsIt() {
        var patched = Plans.plan(
                Plans.config("kubeadmConfigPatches: ['{kind: KubeletConfiguration, oomScoreAdj: 100}']\n"), Plans.HOST);

        assertTrue(text(files(patched, 0), "minik/agent.env").contains("OOM_SCORES='given'"));
        assertTrue(text(files(plan(TuningLevel.NONE), 1), "minik/agent.env").contains("OOM_SCORES='kept'"));
    }

    @Test
    void onlyTheFirstNodeMakesAddOns() {
        var several = Plans.plan(Plans.config(Plans.nodes(2, 1)), Plans.HOST);

        assertTrue(files(several, 0).containsKey("minik/add-ons"));
        assertFalse(files(several, 1).containsKey("minik/add-ons"));
        assertFalse(files(several, 2).containsKey("minik/add-ons"));
        assertFalse(files(plan(TuningLevel.NONE), 0).containsKey("minik/add-ons"));
    }

    @Test
    void aFirstNodeThatPodsAvoidMakesNone() {
        for (var fields : List.of(
                "nodes: [{role: control-plane, taints: ['own:NoSchedule']}, {role: worker}]\n",
                "kubeadmConfigPatches: ['{kind: InitConfiguration, nodeRegistration: {taints: [{key: own, effect: NoSchedule}]}}']\n",
                "kubeadmConfigPatches: ['{kind: InitConfiguration, nodeRegistration: {taints:"
                        + " [{key: node-role.kubernetes.io/control-plane, effect: NoExecute}]}}']\n",
                "kubeadmConfigPatches: ['{kind: KubeletConfiguration, registerWithTaints: [{key: own, effect: NoSchedule}]}']\n")) {
            assertFalse(files(Plans.plan(Plans.config(fields), Plans.HOST), 0).containsKey("minik/add-ons"), fields);
        }
    }

    @Test
    void phasesThatTheUserSkipsAreSkippedOneByOneToo() {
        var plan = Plans.plan(
                Plans.config("kubeadmConfigPatches: ['{kind: InitConfiguration, skipPhases: [addon/coredns]}']\n"),
                Plans.HOST);

        var environment = text(files(plan, 0), "minik/agent.env");
        assertTrue(environment.contains("SKIPPED_PHASES='addon/coredns'"), environment);
        assertTrue(environment.contains("DNS_ADDRESS=''"), "nobody waits for it: " + environment);
    }

    @Test
    void workersBeginWithTheCluster() {
        var several = Plans.plan(Plans.config(Plans.nodes(1, 2)), Plans.HOST);
        var worker = files(several, 1);
        var environment = text(worker, "minik/agent.env");

        assertTrue(environment.contains("TOGETHER='true'"), environment);
        assertTrue(environment.contains("OTHERS='2'"), environment);
        assertTrue(environment.contains("NODE_POD_SUBNET=''"), "the first node gives it one: " + environment);
        assertTrue(text(worker, "minik/kubeadm.yaml").contains("kind: InitConfiguration"));
        assertTrue(worker.containsKey("etc/systemd/system/kubelet.service.d/30-waits.conf"));
        assertFalse(worker.containsKey("minik/discovery.conf"));
        var first = text(files(several, 0), "minik/agent.env");
        assertTrue(first.contains("BEGINNING_NODES='demo-control-plane,demo-worker,demo-worker2'"), first);
        assertTrue(
                first.contains("BEGINNING_POD_SUBNETS='demo-control-plane=10.244.0.0/24 demo-worker=10.244.1.0/24"
                        + " demo-worker2=10.244.2.0/24'"),
                first);
    }

    @Test
    void workersJoinWhereTheirUserAsksForWhatOnlyAJoinDoes() {
        var joined = Plans.plan(
                Plans.config(Plans.nodes(1, 1)
                        + "kubeadmConfigPatches: ['{kind: JoinConfiguration, discovery: {timeout: 1m0s}}']\n"),
                Plans.HOST);
        var worker = files(joined, 1);

        assertTrue(text(worker, "minik/agent.env").contains("TOGETHER='false'"));
        assertTrue(text(worker, "minik/kubeadm.yaml").contains("kind: JoinConfiguration"));
        assertFalse(worker.containsKey("etc/systemd/system/kubelet.service.d/30-waits.conf"));
        assertTrue(text(files(joined, 0), "minik/agent.env").contains("BEGINNING_NODES='demo-control-plane'"));
    }

    @Test
    void whoeverChoosesThePodSubnetsOfNodesGetsThem() {
        var patched = Plans.plan(Plans.config("""
                        kubeadmConfigPatches:
                        - |
                          kind: ClusterConfiguration
                          controllerManager:
                            extraArgs:
                            - {name: node-cidr-mask-size, value: "26"}
                        """), Plans.HOST);

        assertTrue(text(files(patched, 0), "minik/agent.env").contains("NODE_POD_SUBNET=''"));
    }

    @Test
    void theFirstOfSeveralNodesHasMoreOfTheProcessors() {
        var several = Plans.plan(Plans.config(Plans.nodes(1, 1)), Plans.HOST);

        assertTrue(files(several, 0).containsKey("minik/favoured"));
        assertFalse(files(several, 1).containsKey("minik/favoured"));
        assertFalse(files(plan(TuningLevel.NONE), 0).containsKey("minik/favoured"));
    }

    @Test
    void untunedNodesGetWhatKubeadmNeedsAndNoMore() {
        var files = files(plan(TuningLevel.NONE), 0);

        assertFalse(files.containsKey("etc/kubernetes/kubelet.conf"));
        assertFalse(files.containsKey("minik/kubelet.crt"));
        assertFalse(files.containsKey("etc/kubernetes/pki/controller-manager.crt"));
        assertTrue(text(files, "minik/agent.env").contains("OVERLAPPED_PHASES='false'"));
        assertFalse(text(files, "minik/rules.nft").contains("dnat"));
        assertTrue(text(files, "minik/rules.nft").contains("ip daddr 10.96.0.0/16 reject"));
    }

    @Test
    void theServiceKubernetesLeadsToTheApiServerBeforeKubeProxyRuns() {
        var plan = plan(TuningLevel.DEFAULT);
        var rules = text(files(plan, 1), "minik/rules.nft");

        assertTrue(
                rules.contains("ip daddr 10.96.0.1 tcp dport 443 dnat ip to "
                        + plan.firstControlPlane().address() + ":6443"),
                rules);
    }

    @Test
    void controlPlanesThatBeginTogetherKnowAllMembersOfEtcd() {
        var plan = Plans.plan(Plans.nodes(3, 0));
        var second = files(plan, 1);

        var members = "demo-control-plane=https://172.31.0.3:2380,demo-control-plane2=https://172.31.0.4:2380,"
                + "demo-control-plane3=https://172.31.0.5:2380";
        assertTrue(text(second, "minik/etcd.yaml").contains("value: " + members), text(second, "minik/etcd.yaml"));
        assertFalse(text(second, "minik/kubeadm.yaml").contains("initial-cluster"), "the cluster keeps this one");
        assertTrue(text(second, "minik/agent.env").contains("FIRST='false'"));
        assertTrue(text(second, "minik/agent.env").contains("TOGETHER='true'"));
    }

    @Test
    void controlPlanesJoinOneAfterTheOtherWhereNothingIsTuned() {
        var plan = Plans.plan(Plans.config(Plans.nodes(3, 0), TuningLevel.NONE), Plans.HOST);
        var third = files(plan, 2);

        var join = text(third, "minik/kubeadm.yaml");
        assertTrue(join.contains("kind: JoinConfiguration"), join);
        assertTrue(join.contains("advertiseAddress: 172.31.0.5"), join);
        assertTrue(text(third, "minik/agent.env").contains("BEFORE='demo-control-plane2'"));
        assertTrue(text(third, "minik/agent.env").contains("OTHERS='0'"), "it is not Ready before its network is");
        assertTrue(text(files(plan, 1), "minik/agent.env").contains("BEFORE=''"), "the first has not joined");
        assertTrue(third.containsKey("etc/kubernetes/pki/ca.key"));
        assertTrue(third.containsKey("minik/discovery.conf"));
        assertFalse(third.containsKey("minik/etcd.yaml"));
    }

    @Test
    void noNodeHoldsTheKeyOfAnEtcdOnNodesOfItsOwn() {
        var plan = Plans.plan("etcd: {topology: external, nodes: 3}\n" + Plans.nodes(2, 1));
        var server = files(plan, 1);
        var etcd = etcdFiles(plan, 2);

        assertEquals(Set.of("ca.crt"), under(server, "etc/kubernetes/pki/etcd/"));
        assertTrue(server.containsKey("etc/kubernetes/pki/apiserver-etcd-client.key"));
        assertEquals(
                Set.of(
                        "ca.crt",
                        "server.crt",
                        "server.key",
                        "peer.crt",
                        "peer.key",
                        "healthcheck-client.crt",
                        "healthcheck-client.key"),
                under(etcd, "etc/kubernetes/pki/etcd/"));
        assertEquals(
                under(etcd, "etc/kubernetes/pki/etcd/"),
                under(etcd, "etc/kubernetes/pki/").stream()
                        .map(name -> name.replaceFirst("etcd/", ""))
                        .collect(Collectors.toSet()),
                "nothing of the cluster's");
        etcd.forEach((name, content) -> assertEquals(
                content.text().contains("PRIVATE KEY"), content.entry().mode() == 0600, name));
        assertEquals("ROLE='etcd'\nNODE_NAME='demo-etcd3'\n", text(etcd, "minik/agent.env"));
        assertTrue(etcd.containsKey("etc/systemd/system/kubelet.service.d/20-alone.conf"));
    }

    @Test
    void controlPlanesOfAnEtcdOnNodesOfItsOwnBeginAtOnce() {
        var files = files(Plans.plan("etcd: {topology: external}\n" + Plans.nodes(2, 0)), 1);

        assertTrue(text(files, "minik/agent.env").contains("TOGETHER='true'"));
        assertTrue(text(files, "minik/agent.env").contains("ETCD_ENDPOINTS='https://172.31.0.110:2379'"));
        assertTrue(text(files, "minik/kubeadm.yaml").contains("kind: ClusterConfiguration"));
        assertFalse(files.containsKey("minik/etcd.yaml"));
    }

    @Test
    void controlPlanesThatJoinAnEtcdOnNodesOfItsOwnWaitForNoOther() {
        var config = Plans.config("etcd: {topology: external}\n" + Plans.nodes(3, 0), TuningLevel.NONE);
        var third = files(Plans.plan(config, Plans.HOST), 2);

        assertTrue(text(third, "minik/kubeadm.yaml").contains("kind: JoinConfiguration"));
        assertTrue(text(third, "minik/agent.env").contains("BEFORE=''"));
    }

    @Test
    void earlyPodsReachApiServersOfOtherNodes() {
        var rules = text(files(Plans.plan(Plans.nodes(2, 0)), 1), "minik/rules.nft");

        for (String address : List.of("172.31.0.3", "172.31.0.4")) {
            assertTrue(
                    rules.contains("ip saddr 10.244.0.0/16 ip daddr %s tcp dport 6443 masquerade".formatted(address)),
                    rules);
        }
        var bridged = text(files(Plans.plan("networking: {cni: bridge}\n"), 0), "minik/rules.nft");
        assertFalse(bridged.contains("masquerade"), "nodes have routes to each other's pods");
    }

    @Test
    void bothVersionsOfIpAreKeptInside() {
        var rules = text(files(Plans.plan("networking: {ipFamily: dual}\n"), 0), "minik/rules.nft");

        assertTrue(rules.contains("ip daddr 10.96.0.0/16 reject"), rules);
        assertTrue(rules.contains("ip6 daddr fd00:10:96::/112 reject"), rules);
    }

    @Test
    void onlyImagesInKindsStyleGetWhatMiniksHave() {
        var unit = "etc/systemd/system/kubelet-kubepods-burstable-keep.slice";
        var host = Plans.host(1);
        var config = Plans.config(Plans.nodes(1, 1));

        assertTrue(text(files(Plans.plan(config, host, Plans.KINDS_IMAGE), 1), unit)
                .contains("DeviceAllow"));
        assertFalse(files(Plans.plan(config, Plans.HOST, Plans.KINDS_IMAGE), 1).containsKey(unit), "cgroup v2");
        assertFalse(files(Plans.plan(config, host), 1).containsKey(unit));
    }

    @Test
    void aNetworkOfMiniksOwnIsAUnitAndAManifest() {
        var fields = "networking: {cni: bridge}\n" + Plans.nodes(1, 1);
        var plan = Plans.plan(fields);
        for (int node = 0; node < 2; node++) {
            var files = files(plan, node);

            assertEquals(0755, content(files, "minik/bridge").entry().mode());
            assertTrue(files.containsKey("etc/systemd/system/multi-user.target.wants/minik-bridge.service"));
            assertTrue(text(files, "minik/agent.env").contains("CNI_MANIFEST='/minik/cni-given.yaml'"));
            assertTrue(text(files, "minik/cni-given.yaml").contains("system:nodes"));
            assertTrue(text(files, "minik/agent.env").contains("EARLY_CNI='false'"), "that is for flannel");
        }
        assertTrue(text(files(plan, 0), "minik/agent.env").contains("NODE_POD_SUBNET='10.244.0.0/24'"));
        assertTrue(text(files(plan, 1), "minik/agent.env").contains("NODE_POD_SUBNET=''"));
        assertFalse(files(plan(TuningLevel.DEFAULT), 0).containsKey("minik/bridge"));
    }

    @Test
    void aNetworkOfOthersIsInstalledByTheFirstNodeAlone() {
        var plan = Plans.plan("networking: {cni: calico}\n" + Plans.nodes(3, 1)).withCniManifest("kind: DaemonSet\n");

        var first = files(plan, 0);
        assertEquals("kind: DaemonSet\n", text(first, "minik/cni-given.yaml"));
        assertEquals(0600, content(first, "minik/cni-given.yaml").entry().mode());
        assertTrue(text(first, "minik/agent.env").contains("CNI_MANIFEST='/minik/cni-given.yaml'"));
        assertTrue(text(first, "minik/agent.env").contains("EARLY_CNI='false'"));
        for (int node = 1; node < 4; node++) {
            assertFalse(files(plan, node).containsKey("minik/cni-given.yaml"));
        }
    }

    private static String text(Map<String, Content> files, String name) {
        return content(files, name).text();
    }

    private static Content content(Map<String, Content> files, String name) {
        var file = files.get(name);
        if (file == null) {
            throw new AssertionError(name + " is not among " + files.keySet());
        }
        return file;
    }

    private static Set<String> under(Map<String, Content> files, String directory) {
        return files.keySet().stream()
                .filter(name -> name.startsWith(directory))
                .filter(name -> files.keySet().stream().noneMatch(other -> other.startsWith(name + "/")))
                .map(name -> name.substring(directory.length()))
                .collect(Collectors.toSet());
    }

    private static Map<String, Content> files(ClusterPlan plan, int node) {
        var credentials = new BootstrapCredentials(BootstrapToken.random(RANDOM), Duration.ofMinutes(30));
        return unpacked(new NodeFilling(ClusterRecord.of(Plans.config(""), plan), pki(plan), credentials)
                .of(plan.nodes().get(node)));
    }

    private static Map<String, Content> etcdFiles(ClusterPlan plan, int node) {
        return unpacked(
                new EtcdNodeFilling(plan, pki(plan).etcd()).of(plan.etcdNodes().get(node)));
    }

    private static ClusterPki pki(ClusterPlan plan) {
        return ClusterPki.create(
                PkiSpec.of(VERSION, "cluster.local", plan.serviceSubnets(), plan.endpoint(), List.of()),
                RANDOM,
                InstantSource.system());
    }

    private static Map<String, Content> unpacked(byte[] archive) {
        var files = new TreeMap<String, Content>();
        try {
            TarReader.read(
                    new ByteArrayInputStream(archive),
                    (entry, content) -> files.put(
                            entry.name().replaceFirst("^/", ""),
                            new Content(entry, new String(content.readAllBytes(), StandardCharsets.UTF_8))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    private static ClusterPlan plan(TuningLevel tuning) {
        return Plans.plan(Plans.config(Plans.nodes(1, 1), tuning), Plans.HOST);
    }
}
