package dev.minik.kubeadm;

import dev.minik.config.NetworkingConfig.KubeProxyMode;
import dev.minik.model.IpFamily;
import dev.minik.model.KubernetesVersion;
import dev.minik.model.Role;
import dev.minik.pki.ClusterPki;
import dev.minik.plan.ClusterPlan;
import dev.minik.plan.NodePlan;
import dev.minik.plan.Tuning;
import dev.minik.yaml.Yaml;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Writes kubeadm's configuration for a plan, in the API version that Kubernetes 1.31 brought.
 *
 * @see <a href="https://kubernetes.io/docs/reference/config-api/kubeadm-config.v1beta4/">kubeadm v1beta4</a>
 */
public final class KubeadmConfig {
    private static final String API_VERSION = "kubeadm.k8s.io/v1beta4";
    private static final String RUNTIME_SOCKET = "unix:///run/containerd/containerd.sock";

    /** Where kubeadm's patches lie in a node. */
    public static final String PATCHES_DIRECTORY = "/minik/patches";

    /** Where a joining node finds the address and CA of its cluster. */
    public static final String DISCOVERY_FILE = "/minik/discovery.conf";

    private static final int ETCD_PEER_PORT = 2380;
    private static final String KUBELET_CERTIFICATE = "/var/lib/kubelet/pki/kubelet-client-current.pem";

    private final ClusterPlan plan;

    /** Returns whether kubeadm of a version knows the API version that this writes. */
    public static boolean isUnderstoodBy(KubernetesVersion version) {
        return version.isAtLeast(1, 31);
    }

    /** Writes for {@code plan}. */
    public KubeadmConfig(ClusterPlan plan) {
        this.plan = plan;
    }

    /** Returns the configuration for {@code kubeadm init} in {@code node}. */
    public String init(NodePlan node, BootstrapCredentials credentials) {
        var init = document(API_VERSION, "InitConfiguration");
        init.put(
                "bootstrapTokens",
                List.of(ordered(
                        "token",
                        credentials.token().value(),
                        "ttl",
                        credentials.timeToLive().toMinutes() + "m0s")));
        init.put("localAPIEndpoint", localEndpoint(node));
        init.put("nodeRegistration", registration(node));
        putPatches(init);
        // The checks are about machines that kubeadm has never seen; minik made this one.
        var skipped = new ArrayList<>(List.of("preflight"));
        if (plan.kubeProxyMode() == KubeProxyMode.NONE) {
            skipped.add("addon/kube-proxy");
        }
        init.put("skipPhases", skipped);
        var documents = new ArrayList<Object>(List.of(init, cluster(List.of()), kubelet()));
        if (plan.kubeProxyMode() != KubeProxyMode.NONE) {
            documents.add(kubeProxy());
        }
        return Yaml.dumpAll(documents);
    }

    /**
     * Returns the configuration for {@code kubeadm init phase etcd local} in a control plane all of whose like begin together. What it
     * says of the beginning must not be in the configuration that the cluster keeps, by which later members join.
     *
     * @see <a href="https://kubernetes.io/docs/setup/production-environment/tools/kubeadm/setup-ha-etcd-with-kubeadm/">etcd members by
     *     kubeadm</a>
     */
    public String etcd(NodePlan node) {
        var init = document(API_VERSION, "InitConfiguration");
        init.put("localAPIEndpoint", localEndpoint(node));
        init.put("nodeRegistration", ordered("name", node.name()));
        putPatches(init);
        var members = plan.controlPlanes().stream()
                .map(member -> "%s=https://%s"
                        .formatted(member.name(), member.address().withPort(ETCD_PEER_PORT)))
                .collect(Collectors.joining(","));
        return Yaml.dumpAll(List.of(
                init,
                cluster(List.of(argument("initial-cluster", members), argument("initial-cluster-state", "new")))));
    }

    private static Map<String, Object> localEndpoint(NodePlan node) {
        return ordered("advertiseAddress", node.address().toString(), "bindPort", ClusterPlan.API_PORT);
    }

    /** Returns the configuration for {@code kubeadm join} in {@code node}, with discovery by file. */
    public String join(NodePlan node, BootstrapCredentials credentials) {
        var join = document(API_VERSION, "JoinConfiguration");
        join.put(
                "discovery",
                ordered(
                        "file",
                        Map.of("kubeConfigPath", DISCOVERY_FILE),
                        "tlsBootstrapToken",
                        credentials.token().value()));
        if (node.role() == Role.CONTROL_PLANE) {
            join.put("controlPlane", Map.of("localAPIEndpoint", localEndpoint(node)));
        }
        join.put("nodeRegistration", registration(node));
        putPatches(join);
        join.put("skipPhases", List.of("preflight"));
        return Yaml.dump(join);
    }

    /**
     * Returns the discovery file: a kubeconfig without credentials. It carries the CA, so a joining node neither trusts blindly nor
     * waits until the control plane has signed its cluster-info.
     */
    public String discovery(String caCertificatePem) {
        return kubeconfig("", endpoint(), caCertificatePem, Map.of());
    }

    /**
     * Returns the kubeconfig of a node's kubelet, in the form in which kubeadm leaves it: with the file that the kubelet renews its
     * certificate in.
     */
    public String kubelet(NodePlan node, String caCertificatePem) {
        // a control plane's kubelet asks its own API server: https://github.com/kubernetes/kubeadm/issues/2271
        var server = node.role() == Role.CONTROL_PLANE ? node.address().withPort(ClusterPlan.API_PORT) : endpoint();
        var certificate = ordered("client-certificate", KUBELET_CERTIFICATE, "client-key", KUBELET_CERTIFICATE);
        return kubeconfig(plan.name().value(), server, caCertificatePem, Map.of("kubelet", certificate));
    }

    /** Writes a kubeconfig with a context for each user, of whom there is one at most. */
    private static String kubeconfig(
            String cluster, String server, String caCertificatePem, Map<String, Map<String, Object>> users) {
        var access = ordered(
                "certificate-authority-data",
                Base64.getEncoder().encodeToString(caCertificatePem.getBytes(StandardCharsets.UTF_8)),
                "server",
                "https://" + server);
        return Yaml.dump(ordered(
                "apiVersion",
                "v1",
                "kind",
                "Config",
                "clusters",
                List.of(ordered("name", cluster, "cluster", access)),
                "contexts",
                users.keySet().stream()
                        .map(user -> ordered("name", user, "context", ordered("cluster", cluster, "user", user)))
                        .toList(),
                "users",
                users.entrySet().stream()
                        .map(user -> ordered("name", user.getKey(), "user", user.getValue()))
                        .toList(),
                "current-context",
                users.keySet().stream().findFirst().orElse("")));
    }

    /** Returns kubeadm's patches, by file name. */
    public Map<String, String> patches() {
        var dns = new LinkedHashMap<String, Object>();
        if (plan.has(Tuning.ONE_DNS)) {
            dns.put("replicas", 1);
        }
        if (plan.has(Tuning.DNS_PROBE)) {
            dns.put("template", podAskedBy("coredns", ordered("periodSeconds", 1, "failureThreshold", 10)));
        }
        var patches = new TreeMap<String, String>();
        if (!dns.isEmpty()) {
            patches.put("corednsdeployment+strategic.yaml", Yaml.dump(Map.of("spec", dns)));
        }
        if (plan.has(Tuning.CALM_PROBES)) {
            for (var name : List.of("etcd", "kube-apiserver", "kube-scheduler")) {
                patches.put(name + "+strategic.yaml", Yaml.dump(podAskedBy(name, Map.of("periodSeconds", 10))));
            }
        }
        return patches;
    }

    /** Returns what a patch says of a pod one of whose containers is asked otherwise whether it is ready. */
    private static Map<String, Object> podAskedBy(String container, Map<String, Object> probe) {
        return Map.of("spec", Map.of("containers", List.of(ordered("name", container, "readinessProbe", probe))));
    }

    /** kubeadm fails on a directory that is not there. */
    private void putPatches(Map<String, Object> configuration) {
        if (!patches().isEmpty()) {
            configuration.put("patches", Map.of("directory", PATCHES_DIRECTORY));
        }
    }

    private Map<String, Object> cluster(List<Object> moreOfEtcd) {
        var cluster = document(API_VERSION, "ClusterConfiguration");
        cluster.put("clusterName", plan.name().value());
        cluster.put("kubernetesVersion", plan.kubernetesVersion().toString());
        cluster.put("controlPlaneEndpoint", endpoint());
        cluster.put("encryptionAlgorithm", "ECDSA-P256");
        cluster.put(
                "networking",
                ordered(
                        "podSubnet", joined(plan.podSubnets()),
                        "serviceSubnet", joined(plan.serviceSubnets()),
                        "dnsDomain", plan.dnsDomain()));
        cluster.put(
                "apiServer",
                ordered("certSANs", List.of("localhost", plan.apiServer().hostAddress())));
        var etcd = new ArrayList<>(moreOfEtcd);
        if (plan.has(Tuning.ETCD_TIMES)) {
            etcd.add(argument("heartbeat-interval", "50"));
            etcd.add(argument("election-timeout", "250"));
        }
        if (plan.has(Tuning.CALM_WATCHES)) {
            // kubeadm calls it so from the version on that brings etcd 3.6
            var name = plan.kubernetesVersion().isAtLeast(1, 34)
                    ? "watch-progress-notify-interval"
                    : "experimental-watch-progress-notify-interval";
            etcd.add(argument(name, "60s"));
        }
        cluster.put("etcd", Map.of("local", Map.of("extraArgs", etcd)));
        if (plan.kubeProxyMode() == KubeProxyMode.NONE) {
            cluster.put("proxy", Map.of("disabled", true));
        }
        var scheduler = new ArrayList<Object>();
        if (plan.ipFamily() == IpFamily.IPV6) {
            scheduler.add(argument("bind-address", "::1"));
        }
        if (plan.has(Tuning.NO_ELECTION)) {
            scheduler.add(argument("leader-elect", "false"));
        }
        var controllers = new ArrayList<>(scheduler);
        if (plan.has(Tuning.CONTROLLER_CLIENT)) {
            controllers.add(argument("kube-api-qps", "500"));
            controllers.add(argument("kube-api-burst", "500"));
        }
        if (plan.has(Tuning.SERVING_CERTIFICATES)) {
            controllers.add(argument("tls-cert-file", ClusterPki.CONTROLLER_MANAGER + ".crt"));
            controllers.add(argument("tls-private-key-file", ClusterPki.CONTROLLER_MANAGER + ".key"));
        }
        cluster.put("controllerManager", ordered("extraArgs", controllers));
        cluster.put("scheduler", ordered("extraArgs", scheduler));
        return cluster;
    }

    private Map<String, Object> kubelet() {
        var kubelet = document("kubelet.config.k8s.io/v1beta1", "KubeletConfiguration");
        kubelet.put("cgroupDriver", "systemd");
        // The engine's own cgroup is the node's root; pods live below one of ours, as in kind's nodes.
        kubelet.put("cgroupRoot", "/kubelet");
        if (plan.ipFamily() == IpFamily.IPV6) {
            kubelet.put("address", "::");
            kubelet.put("healthzBindAddress", "::1");
        }
        kubelet.put("failSwapOn", false);
        // The host's disk is not the node's: its filling up must neither evict pods nor delete the preloaded images.
        kubelet.put("imageGCHighThresholdPercent", 100);
        kubelet.put(
                "evictionHard",
                ordered("nodefs.available", "0%", "nodefs.inodesFree", "0%", "imagefs.available", "0%"));
        if (plan.cgroupVersion() == 1) {
            // https://kep.k8s.io/5573: from 1.35 the kubelet refuses cgroup v1 unless told otherwise.
            kubelet.put("failCgroupV1", false);
        }
        return kubelet;
    }

    private Map<String, Object> kubeProxy() {
        var proxy = document("kubeproxy.config.k8s.io/v1alpha1", "KubeProxyConfiguration");
        proxy.put("mode", plan.kubeProxyMode().text());
        // The connection-tracking limits belong to the host; a container may not set them.
        proxy.put("conntrack", ordered("maxPerCore", 0, "min", 0));
        if (plan.has(Tuning.PROXY_SYNC)) {
            proxy.put(plan.kubeProxyMode().text(), ordered("minSyncPeriod", "100ms"));
        }
        return proxy;
    }

    private static Map<String, Object> registration(NodePlan node) {
        var arguments = new ArrayList<Object>();
        arguments.add(argument("node-ip", joined(node.addresses())));
        arguments.add(argument("provider-id", "minik://" + node.name()));
        if (!node.labels().isEmpty()) {
            arguments.add(argument(
                    "node-labels",
                    new TreeMap<>(node.labels())
                            .entrySet().stream()
                                    .map(label -> label.getKey() + "=" + label.getValue())
                                    .collect(Collectors.joining(","))));
        }
        return ordered(
                "name",
                node.name(),
                "criSocket",
                RUNTIME_SOCKET,
                "taints",
                node.taints().stream().map(KubeadmConfig::taint).toList(),
                "kubeletExtraArgs",
                arguments);
    }

    private static Map<String, Object> taint(String text) {
        int colon = text.lastIndexOf(':');
        return ordered("key", text.substring(0, colon), "effect", text.substring(colon + 1));
    }

    private static Map<String, Object> argument(String name, String value) {
        return ordered("name", name, "value", value);
    }

    /** One of each version of IP. */
    private static String joined(List<?> values) {
        return values.stream().map(Object::toString).collect(Collectors.joining(","));
    }

    private String endpoint() {
        return plan.endpoint() + ":" + ClusterPlan.API_PORT;
    }

    private static Map<String, Object> document(String apiVersion, String kind) {
        return ordered("apiVersion", apiVersion, "kind", kind);
    }

    private static Map<String, Object> ordered(Object... keysAndValues) {
        var map = new LinkedHashMap<String, Object>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }
}
