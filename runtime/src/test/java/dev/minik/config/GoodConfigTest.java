package dev.minik.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.minik.config.NetworkingConfig.KubeProxyMode;
import dev.minik.config.NodeConfig.ExtraMount;
import dev.minik.config.NodeConfig.NodeFile;
import dev.minik.config.NodeConfig.PortMapping;
import dev.minik.config.NodeConfig.Resources;
import dev.minik.config.NodeConfig.Taint;
import dev.minik.config.RegistryConfig.Credentials;
import dev.minik.model.Cidr;
import dev.minik.model.ClusterName;
import dev.minik.model.IpFamily;
import dev.minik.model.KubernetesVersion;
import dev.minik.model.MountPropagation;
import dev.minik.model.Protocol;
import dev.minik.model.RegistryName;
import dev.minik.model.Role;
import dev.minik.patch.KubeadmPatches;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What files mean, in our schema and in kind's. */
class GoodConfigTest {
    private static final NodeConfig PLAIN_CONTROL_PLANE = NodeConfig.of(Role.CONTROL_PLANE);
    private static final NodeConfig PLAIN_WORKER = NodeConfig.of(Role.WORKER);
    private final Loading loading = new Loading();

    @Test
    void withoutAFileEverythingIsByDefault() {
        var config = loading.load(ConfigOverrides.NONE);
        assertEquals(ClusterName.DEFAULT, config.name());
        assertEquals(List.of(PLAIN_CONTROL_PLANE), config.nodes());
        assertEquals(
                new NetworkingConfig(
                        IpFamily.IPV4,
                        Optional.empty(),
                        0,
                        List.of(Cidr.parse("10.244.0.0/16")),
                        List.of(Cidr.parse("10.96.0.0/16")),
                        Cni.FLANNEL,
                        "",
                        KubeProxyMode.IPTABLES,
                        "cluster.local",
                        Optional.empty()),
                config.networking());
        assertEquals(ComponentsConfig.DEFAULT, config.components());
        assertEquals(EtcdConfig.DEFAULT, config.etcd());
        assertFalse(config.proxy().isPresent());
        assertFalse(config.bare());
        assertEquals(TuningLevel.DEFAULT, config.tuning());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "name: ''\n",
                "nodes:\n",
                "nodes: []\n",
                "nodes: [{}]\n",
                "nodes:\n- role: control-plane\n",
                "networking:\n",
                "networking: {ipFamily: ipv4, podSubnet: '', apiServerAddress: '', kubeProxyMode: iptables}\n",
                "networking: {dnsSearch: null}\n",
                "featureGates: {}\nruntimeConfig:\nkubeadmConfigPatches: []\ncontainerdConfigPatches: []\n",
                "kubeadmConfigPatchesJSON6902: []\ncontainerdConfigPatchesJSON6902: []\n",
                "nodes: [{image: '', labels: {}, extraMounts: [], extraPortMappings:, kubeadmConfigPatches: []}]\n",
                "---\n",
                "# a comment\r\n",
            })
    void whatSaysNothingChangesNothing(String body) {
        if (!body.startsWith("---")) {
            assertEquals(loading.load(ConfigOverrides.NONE), loading.load(Loading.KIND + body));
            assertEquals(loading.load(ConfigOverrides.NONE), loading.load("\ufeff" + Loading.MINIK + body));
        }
        assertEquals(loading.load(ConfigOverrides.NONE), loading.load("---\n" + Loading.MINIK + body));
        assertEquals(List.of(), loading.warnings());
    }

    @Test
    void readsEveryFieldOfOurSchema() {
        var config = loading.load("""
                apiVersion: minik.dev/v1alpha1
                kind: Cluster
                name: my.cluster-1
                kubernetesVersion: 1.36.3
                nodes:
                - role: worker
                  image: registry.example:5000/team/node:v1.36.3@sha256:%s
                  labels:
                    tier: backend
                    example.com/empty:
                    topology.kubernetes.io/zone: a
                    custom.node.kubernetes.io/x: "1"
                  extraMounts:
                  - hostPath: data/./x
                    containerPath: /data//y/
                    readOnly: true
                    selinuxRelabel: true
                    propagation: HostToContainer
                  - hostPath: /abs/../other
                    containerPath: /var/lib/data
                  extraPortMappings:
                  - containerPort: 53
                    hostPort: 5353
                    listenAddress: 0.0.0.0
                    protocol: udp
                  - containerPort: 80
                    hostPort: -1
                  - containerPort: 443
                    listenAddress: "::1"
                    protocol: SCTP
                  taints: ["dedicated=db:NoSchedule", "slow:PreferNoSchedule"]
                  cpus: 1.5
                  memory: 2Gi
                  environment: {GREETING: "hello world"}
                  files:
                  - path: /etc/motd.d/../motd
                    content: |
                      Welcome
                    mode: "0600"
                  kubeadmConfigPatches:
                  - |
                    kind: JoinConfiguration
                    nodeRegistration: {kubeletExtraArgs: {v: "4"}}
                - role: control-plane
                networking:
                  ipFamily: ipv4
                  apiServerAddress: 127.0.0.2
                  apiServerPort: 6443
                  podSubnet: 192.168.0.0/17
                  serviceSubnet: 172.20.0.0/20
                  disableDefaultCNI: true
                  kubeProxyMode: nftables
                  dnsDomain: example.internal
                  dnsSearch: [a.example, b.example]
                featureGates: {Some: true, Other: false}
                runtimeConfig: {api/alpha: "false"}
                imageRepository: registry.example:5000/k8s
                etcd: {ephemeral: true}
                registries:
                - host: docker.io
                  mirrors: ["https://mirror.example:5000"]
                  username: me
                  password: secret
                - host: localhost:5001
                  skipVerify: true
                localRegistries: [dev, hub]
                proxy:
                  http: http://proxy.example:3128
                  https: http://proxy.example:3128
                  noProxy: [.example]
                kubeadmConfigPatches:
                - |
                  kind: ClusterConfiguration
                  apiServer: {extraArgs: {v: "2"}}
                kubeadmConfigPatchesJSON6902:
                - group: kubeadm.k8s.io
                  version: v1beta4
                  kind: ClusterConfiguration
                  patch: |
                    - {op: add, path: /apiServer/certSANs/-, value: my-host}
                containerdConfigPatches:
                - |
                  [plugins."io.containerd.grpc.v1.cri".registry]
                    config_path = "/etc/containerd/certs.d"
                """.formatted("ab".repeat(32)));
        var worker = new NodeConfig(
                Role.WORKER,
                Optional.of("registry.example:5000/team/node:v1.36.3@sha256:" + "ab".repeat(32)),
                Map.of(
                        "tier",
                        "backend",
                        "example.com/empty",
                        "",
                        "topology.kubernetes.io/zone",
                        "a",
                        "custom.node.kubernetes.io/x",
                        "1"),
                List.of(new Taint("dedicated", "db", "NoSchedule"), new Taint("slow", "", "PreferNoSchedule")),
                List.of(
                        new ExtraMount(
                                "/home/me/project/data/x", "/data/y", true, true, MountPropagation.HOST_TO_CONTAINER),
                        new ExtraMount("/other", "/var/lib/data", false, false, MountPropagation.NONE)),
                List.of(
                        new PortMapping(53, 5353, "0.0.0.0", Protocol.UDP),
                        new PortMapping(80, -1, "127.0.0.1", Protocol.TCP),
                        new PortMapping(443, 0, "::1", Protocol.SCTP)),
                new Resources(1500, 2L << 30),
                Map.of("GREETING", "hello world"),
                List.of(new NodeFile("/etc/motd", 0600, "Welcome\n")),
                new KubeadmPatches(
                        "nodes[0].",
                        List.of("kind: JoinConfiguration\nnodeRegistration: {kubeletExtraArgs: {v: \"4\"}}\n"),
                        List.of()));
        var networking = new NetworkingConfig(
                IpFamily.IPV4,
                Optional.of("127.0.0.2"),
                6443,
                List.of(Cidr.parse("192.168.0.0/17")),
                List.of(Cidr.parse("172.20.0.0/20")),
                Cni.NONE,
                "",
                KubeProxyMode.NFTABLES,
                "example.internal",
                Optional.of(List.of("a.example", "b.example")));
        assertEquals(new ClusterName("my.cluster-1"), config.name());
        assertEquals(List.of(PLAIN_CONTROL_PLANE, worker), config.nodes());
        assertEquals(networking, config.networking());
        assertEquals(Optional.of(KubernetesVersion.parse("v1.36.3")), config.kubernetesVersion());
        assertEquals(
                new ComponentsConfig(
                        Map.of("Some", true, "Other", false),
                        Map.of("api/alpha", "false"),
                        Optional.of("registry.example:5000/k8s")),
                config.components());
        assertEquals(new EtcdConfig(EtcdConfig.Topology.STACKED, 0, true), config.etcd());
        assertEquals(
                List.of(
                        new RegistryConfig(
                                "docker.io",
                                List.of("https://mirror.example:5000"),
                                Optional.empty(),
                                false,
                                Optional.of(new Credentials("me", "secret"))),
                        new RegistryConfig("localhost:5001", List.of(), Optional.empty(), true, Optional.empty())),
                config.registries());
        assertEquals(List.of(new RegistryName("dev"), new RegistryName("hub")), config.localRegistries());
        assertEquals(
                new ProxyConfig("http://proxy.example:3128", "http://proxy.example:3128", List.of(".example")),
                config.proxy());
        assertEquals(1, config.kubeadmPatches().merges().size());
        assertEquals(1, config.kubeadmPatches().json6902().size());
        assertEquals(1, config.containerdPatches().merges().size());
        assertEquals(List.of(), loading.warnings());
    }

    @Test
    void readsKindsIngressExample() {
        var config = loading.load("""
                kind: Cluster
                apiVersion: kind.x-k8s.io/v1alpha4
                name: app-1-cluster
                nodes:
                - role: control-plane
                  extraPortMappings:
                  - containerPort: 80
                    hostPort: 80
                    protocol: TCP
                  - containerPort: 443
                    hostPort: 443
                    listenAddress: "127.0.0.1"
                """);
        assertEquals("app-1-cluster", config.name().value());
        assertEquals(
                List.of(
                        new PortMapping(80, 80, "0.0.0.0", Protocol.TCP),
                        new PortMapping(443, 443, "127.0.0.1", Protocol.TCP)),
                config.nodes().get(0).extraPortMappings());
        assertEquals(
                List.of(
                        "nodes[0].extraPortMappings[0]: without listenAddress the port is open on all addresses of this host,"
                                + " as in kind; 'listenAddress: 127.0.0.1' keeps it to this host"),
                loading.warnings());
    }

    @Test
    void readsKindsMultiNodeExample() {
        var config = loading.load(Loading.KIND + """
                        nodes:
                        - role: control-plane
                        - role: worker
                        - role: worker
                          image: kindest/node:v1.36.3
                        """);
        assertEquals(3, config.nodes().size());
        assertEquals(PLAIN_WORKER, config.nodes().get(1));
        assertEquals(Optional.of("kindest/node:v1.36.3"), config.nodes().get(2).image());
    }

    @Test
    void readsAnchorsAndMergeKeys() {
        var config = loading.load(Loading.MINIK + """
                        nodes:
                        - role: control-plane
                          labels: &labels {tier: a}
                        - &worker {role: worker, labels: *labels}
                        - {<<: *worker, image: other}
                        """);
        assertEquals(Map.of("tier", "a"), config.nodes().get(2).labels());
        assertEquals(Role.WORKER, config.nodes().get(2).role());
    }

    @Test
    void twoPortsMeetOnlyWhereAddressPortAndProtocolMeet() {
        var config = loading.load(Loading.MINIK + """
                        networking: {apiServerPort: 6443, apiServerAddress: 127.0.0.1}
                        nodes:
                        - extraPortMappings:
                          - {containerPort: 1, hostPort: 80}
                          - {containerPort: 1, hostPort: 80, protocol: UDP}
                          - {containerPort: 1, hostPort: 80, listenAddress: 127.0.0.2}
                          - {containerPort: 1, hostPort: 0}
                          - {containerPort: 1, hostPort: 0}
                          - {containerPort: 1, hostPort: -1}
                          - {containerPort: 1, hostPort: -1}
                          - {containerPort: 1, hostPort: 6443, listenAddress: 127.0.0.2}
                          - {containerPort: 1, hostPort: 6443, protocol: UDP}
                        """);
        assertEquals(9, config.nodes().get(0).extraPortMappings().size());
    }

    @Test
    void anUnknownVersionIsFineWhereEveryNodeHasItsImage() {
        var config = loading.load(
                Loading.MINIK + "kubernetesVersion: v1.30.1\nnodes: [{image: a}, {role: worker, image: b}]\n");
        assertEquals(Optional.of(KubernetesVersion.parse("v1.30.1")), config.kubernetesVersion());
    }

    @Test
    void theSubnetMayHoldJustTheNodes() {
        var config = loading.load(Loading.MINIK
                + "networking: {podSubnet: 10.244.0.0/23, serviceSubnet: 10.244.2.0/28}\nnodes: [{}, {role: worker}]");
        assertEquals(List.of(Cidr.parse("10.244.0.0/23")), config.networking().podSubnets());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kubeProxyMode: none",
                "apiServerPort: -1",
                "apiServerPort: 65535",
                "apiServerAddress: '::1'",
                "podSubnet: 11.0.0.0/8",
                "serviceSubnet: 10.96.0.0/12"
            })
    void takesTheEndsOfTheRanges(String networking) {
        for (var header : List.of(Loading.MINIK, Loading.KIND)) {
            assertEquals(
                    1,
                    loading.load(header + "networking: {" + networking + "}")
                            .nodes()
                            .size());
        }
        assertEquals(List.of(), loading.warnings());
    }

    @Test
    void warnsOfAnApiServerThatOthersReach() {
        assertEquals(
                Optional.of("0.0.0.0"),
                loading.load(Loading.KIND + "networking: {apiServerAddress: 0.0.0.0}")
                        .networking()
                        .apiServerAddress());
        assertEquals(
                List.of("networking.apiServerAddress: 0.0.0.0 makes the API server reachable from other machines"),
                loading.warnings());
    }

    @Test
    void anEtcdOnNodesOfItsOwnGoesWithAnyNumberOfControlPlanes() {
        var config = loading.load(Loading.MINIK + "etcd: {topology: external, nodes: 3}\n" + "nodes:\n"
                + "- role: control-plane\n".repeat(2));

        assertEquals(new EtcdConfig(EtcdConfig.Topology.EXTERNAL, 3, false), config.etcd());
        assertEquals(List.of(), loading.warnings());
        assertEquals(
                1,
                loading.load(Loading.MINIK + "etcd: {topology: external}")
                        .etcd()
                        .nodes());
    }

    @Test
    void warnsOfATilde() {
        var config = loading.load(Loading.MINIK + "nodes: [{extraMounts: [{hostPath: ~/x, containerPath: /x}]}]");
        assertEquals(
                "/home/me/project/~/x",
                config.nodes().get(0).extraMounts().get(0).hostPath());
        assertEquals(
                List.of("nodes[0].extraMounts[0].hostPath: '~' is not expanded; this is a directory of that name"),
                loading.warnings());
    }
}
