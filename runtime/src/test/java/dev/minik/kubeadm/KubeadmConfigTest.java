package dev.minik.kubeadm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.config.NetworkingConfig.KubeProxyMode;
import dev.minik.config.TuningLevel;
import dev.minik.model.BootstrapToken;
import dev.minik.model.KubernetesVersion;
import dev.minik.plan.ClusterPlan;
import dev.minik.plan.Plans;
import dev.minik.yaml.Yaml;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KubeadmConfigTest {
    private static final BootstrapCredentials CREDENTIALS =
            new BootstrapCredentials(BootstrapToken.random(new SecureRandom()), Duration.ofMinutes(30));

    @Test
    void initNamesTheEndpointAndTheSubnets() {
        var plan = plan(2, KubeProxyMode.IPTABLES);
        var text = new KubeadmConfig(plan, CREDENTIALS).init(plan.firstControlPlane());

        assertTrue(text.contains("controlPlaneEndpoint: demo-api:6443"), text);
        assertTrue(text.contains("podSubnet: 10.244.0.0/16"), text);
        assertTrue(text.contains("advertiseAddress: " + plan.firstControlPlane().address()), text);
        assertTrue(text.contains(CREDENTIALS.token().value()), text);
        assertEquals(4, Yaml.loadAll(text).size());
    }

    @Test
    void imagesComeFromAnotherRepository() {
        var plan = Plans.plan(Plans.config("imageRepository: registry.example:5000/k8s\n"), Plans.HOST);

        var text = new KubeadmConfig(plan, CREDENTIALS).init(plan.firstControlPlane());

        assertTrue(text.contains("\nimageRepository: registry.example:5000/k8s\n"), text);
    }

    @Test
    void labelsGoToTheKubelet() {
        var plan = plan(2, KubeProxyMode.IPTABLES);
        var text = new KubeadmConfig(plan, CREDENTIALS).join(plan.workers().get(0));

        assertTrue(text.contains("value: a=1,b=2"), text);
    }

    @Test
    void theKubeletIsToldToAcceptCgroupV1OnlyThere() {
        assertTrue(init(1).contains("failCgroupV1: false"));
        assertFalse(init(2).contains("failCgroupV1"));
    }

    @Test
    void withoutKubeProxyItsPhaseIsSkipped() {
        var plan = plan(2, KubeProxyMode.NONE);
        var text = new KubeadmConfig(plan, CREDENTIALS).init(plan.firstControlPlane());

        assertTrue(text.contains("addon/kube-proxy"), text);
        assertFalse(text.contains("KubeProxyConfiguration"), text);
    }

    @Test
    void theKubeletOfAWorkerThatBeginsRegistersWithItsTaints() {
        var plan = Plans.plan(Plans.config("""
                        nodes:
                        - role: control-plane
                        - role: worker
                          taints: ["gpu=1:NoSchedule", "slow:NoExecute"]
                        """), Plans.HOST);
        var config = new KubeadmConfig(plan, CREDENTIALS);
        var worker = plan.workers().get(0);

        assertTrue(config.together(worker));
        var text = config.init(worker);
        assertTrue(text.contains("name: register-with-taints\n    value: gpu=1:NoSchedule,slow:NoExecute"), text);
        assertFalse(config.init(plan.firstControlPlane()).contains("register-with-taints"));
    }

    @Test
    void joinsByFileAndNeverBlindly() {
        var plan = plan(2, KubeProxyMode.IPTABLES);
        var config = new KubeadmConfig(plan, CREDENTIALS);
        var text = config.join(plan.workers().get(0));

        assertTrue(text.contains(KubeadmConfig.DISCOVERY_FILE), text);
        assertFalse(text.contains("unsafeSkipCAVerification"), text);
        assertFalse(new Kubeconfigs(plan)
                .discovery("PEM")
                .contains(CREDENTIALS.token().secret()));
    }

    @Test
    void untunedItIsAsKubeadmHasIt() {
        var tuned = plan(2, KubeProxyMode.IPTABLES, TuningLevel.DEFAULT);
        var plain = plan(2, KubeProxyMode.IPTABLES, TuningLevel.NONE);

        var text = new KubeadmConfig(plain, CREDENTIALS).init(plain.firstControlPlane());
        assertFalse(text.contains("leader-elect"), text);
        assertFalse(text.contains("kube-api-qps"), text);
        assertFalse(text.contains("election-timeout"), text);
        assertFalse(text.contains("watch-progress"), text);
        assertFalse(text.contains("tls-cert-file"), text);
        assertTrue(new ComponentPatches(plain).of(plain.firstControlPlane()).isEmpty());
        assertFalse(text.contains("patches"), text);

        text = new KubeadmConfig(tuned, CREDENTIALS).init(tuned.firstControlPlane());
        assertTrue(text.contains("leader-elect"), text);
        assertTrue(text.contains("kube-api-qps"), text);
        assertTrue(text.contains("election-timeout"), text);
        assertTrue(text.contains("watch-progress"), text);
        assertTrue(text.contains("value: /etc/kubernetes/pki/controller-manager.crt"), text);
        var dns = String.join(
                "", new ComponentPatches(tuned).of(tuned.firstControlPlane()).values());
        assertTrue(dns.contains("periodSeconds: 1"), dns);
        assertFalse(dns.contains("replicas"), "two nodes keep two of them");
    }

    @Test
    void olderVersionsAreConfiguredAsTheyUnderstandIt() {
        var config = Plans.config(Plans.nodes(1, 0));
        var etcd35 = Plans.plan(config, Plans.HOST, Plans.image("v1.33.13"));
        var etcd36 = Plans.plan(config, Plans.HOST, Plans.image("v1.34.4"));

        var option = "name: experimental-watch-progress-notify-interval";
        var text = new KubeadmConfig(etcd35, CREDENTIALS).init(etcd35.firstControlPlane());
        assertTrue(text.contains(option), text);
        text = new KubeadmConfig(etcd36, CREDENTIALS).init(etcd36.firstControlPlane());
        assertFalse(text.contains(option), text);
        assertTrue(text.contains("name: watch-progress-notify-interval"), text);
        assertTrue(KubeadmConfig.isUnderstoodBy(KubernetesVersion.parse("v1.31.0")));
        assertFalse(KubeadmConfig.isUnderstoodBy(KubernetesVersion.parse("v1.30.14")));
    }

    @Test
    void aRootlessNodeLeavesTheHostsSettingsAlone() {
        var host = Plans.rootlessHost();
        var config = Plans.config(Plans.nodes(1, 0));
        var old = Plans.plan(config, host, Plans.image("v1.36.3"));
        var current = Plans.plan(config, host, Plans.image("v1.37.0"));

        var text = new KubeadmConfig(old, CREDENTIALS).init(old.firstControlPlane());
        assertTrue(text.contains("KubeletInUserNamespace: true"), text);
        assertTrue(text.contains("tcpEstablishedTimeout: 0s") && text.contains("tcpCloseWaitTimeout: 0s"), text);
        var byDefault = new KubeadmConfig(current, CREDENTIALS).init(current.firstControlPlane());
        assertFalse(byDefault.contains("KubeletInUserNamespace"), byDefault);
        assertFalse(init(2).contains("tcpEstablishedTimeout"));
    }

    @Test
    void theApiServersCertificateIsRenewedForAllItsNames() {
        var host = Plans.otherHost("192.0.2.7", "lab.example.org");
        var plan = Plans.plan(Plans.config(Plans.nodes(1, 0)), host);

        var text = new KubeadmConfig(plan, CREDENTIALS).init(plan.firstControlPlane());

        assertTrue(
                text.replaceAll("\\s", "").contains("certSANs:-localhost-127.0.0.1-192.0.2.7-lab.example.org"), text);
    }

    @Test
    void anEtcdOnNodesOfItsOwnIsNamedToControlPlanesOnly() {
        var plan = Plans.plan("etcd: {topology: external, nodes: 3, ephemeral: true}\n");
        var etcd = etcd(new KubeadmConfig(plan, CREDENTIALS).init(plan.firstControlPlane()));

        assertEquals(
                Map.of(
                        "external",
                        Map.of(
                                "endpoints",
                                List.of(
                                        "https://172.31.0.110:2379",
                                        "https://172.31.0.111:2379",
                                        "https://172.31.0.112:2379"),
                                "caFile",
                                "/etc/kubernetes/pki/etcd/ca.crt",
                                "certFile",
                                "/etc/kubernetes/pki/apiserver-etcd-client.crt",
                                "keyFile",
                                "/etc/kubernetes/pki/apiserver-etcd-client.key")),
                etcd);
        assertFalse(new ComponentPatches(plan).of(plan.firstControlPlane()).containsKey("etcd+strategic.yaml"));
    }

    @Test
    void aMemberOnANodeOfItsOwnKnowsTheOthers() {
        var plan = Plans.plan("etcd: {topology: external, nodes: 3, ephemeral: true}\n");
        var text = new EtcdMembers(plan).of(plan.etcdNodes().get(1));

        assertEquals(Set.of("local"), etcd(text).keySet());
        assertTrue(text.contains("value: demo-etcd=https://172.31.0.110:2380,demo-etcd2=https://172.31.0.111:2380,"
                + "demo-etcd3=https://172.31.0.112:2380"));
        assertTrue(text.contains("advertiseAddress: 172.31.0.111"), text);
        assertTrue(text.contains("name: demo-etcd2"), text);
        assertTrue(text.contains("name: unsafe-no-fsync"), text);
        assertFalse(text.contains("election-timeout"), text);
        assertTrue(
                new EtcdMembers(Plans.plan("etcd: {topology: external}\n"))
                        .of(Plans.plan("etcd: {topology: external}\n")
                                .etcdNodes()
                                .get(0))
                        .contains("election-timeout"),
                "one that is alone");
    }

    @Test
    void patchesOfAMemberReachItWhereverItIs() {
        var patch = """
                kubeadmConfigPatches:
                - |
                  kind: ClusterConfiguration
                  etcd: {local: {dataDir: /var/lib/etcd-of-mine}}
                """;
        var plan = Plans.plan("etcd: {topology: external}\n" + patch);

        assertTrue(new EtcdMembers(plan).of(plan.etcdNodes().get(0)).contains("dataDir: /var/lib/etcd-of-mine"));
        assertEquals(
                Set.of("external"),
                etcd(new KubeadmConfig(plan, CREDENTIALS).init(plan.firstControlPlane()))
                        .keySet());
    }

    @Test
    void theKubeletOfAMemberAnswersNobody() {
        var kubelet = Yaml.loadAll(new EtcdMembers(Plans.plan("etcd: {topology: external}\n")).kubelet());

        var document = (Map<?, ?>) kubelet.get(0);
        assertEquals(false, document.get("enableServer"));
        assertEquals("/etc/kubernetes/manifests", document.get("staticPodPath"));
        assertEquals("/kubelet", document.get("cgroupRoot"));
    }

    private static Map<?, ?> etcd(String documents) {
        return Yaml.loadAll(documents).stream()
                .map(document -> (Map<?, ?>) document)
                .filter(document -> "ClusterConfiguration".equals(document.get("kind")))
                .map(document -> (Map<?, ?>) Objects.requireNonNull(document.get("etcd")))
                .findFirst()
                .orElseThrow();
    }

    private static String init(int cgroupVersion) {
        var plan = plan(cgroupVersion, KubeProxyMode.IPTABLES);
        return new KubeadmConfig(plan, CREDENTIALS).init(plan.firstControlPlane());
    }

    private static ClusterPlan plan(int cgroupVersion, KubeProxyMode mode) {
        return plan(cgroupVersion, mode, TuningLevel.DEFAULT);
    }

    @Test
    void dualStackNodesTellBothAddresses() {
        var plan = Plans.plan("networking: {ipFamily: dual}\n");
        var text = new KubeadmConfig(plan, CREDENTIALS).init(plan.firstControlPlane());

        assertTrue(text.contains("value: 172.31.0.3,fd6d:696e:696b:1f00::3"), text);
        assertTrue(text.contains("podSubnet: 10.244.0.0/16,fd00:10:244::/56"), text);
    }

    @Test
    void kubeletsOfIpv6ListenThere() {
        var plan = Plans.plan("networking: {ipFamily: ipv6}\n");
        var config = new KubeadmConfig(plan, CREDENTIALS);

        assertTrue(config.init(plan.firstControlPlane()).contains("address: '::'"));
        assertTrue(new Kubeconfigs(plan)
                .kubelet(plan.firstControlPlane(), "PEM")
                .contains("server: https://[fd6d:696e:696b:1f00::3]:6443"));
    }

    private static ClusterPlan plan(int cgroupVersion, KubeProxyMode mode, TuningLevel tuning) {
        var config = Plans.config(
                "networking: {kubeProxyMode: %s}%nnodes: [{}, {role: worker, labels: {b: '2', a: '1'}}]"
                        .formatted(mode.text()),
                tuning);
        return Plans.plan(config, Plans.host(cgroupVersion));
    }
}
