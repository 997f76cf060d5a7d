package dev.minik.kubeadm;

import static dev.minik.kubeadm.Documents.argument;
import static dev.minik.kubeadm.Documents.document;
import static dev.minik.kubeadm.Documents.ordered;

import dev.minik.config.NetworkingConfig.KubeProxyMode;
import dev.minik.model.CommaList;
import dev.minik.model.IpFamily;
import dev.minik.patch.KubeadmPatches;
import dev.minik.patch.Patched;
import dev.minik.pki.ClusterPki;
import dev.minik.pki.EtcdPki;
import dev.minik.plan.ClusterPlan;
import dev.minik.plan.EtcdNodePlan;
import dev.minik.plan.Tuning;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes what kubeadm is told of a cluster as a whole, which the cluster keeps, with the user's patches applied. */
final class ClusterDocuments {
    private static final String LOCAL = "local";
    private static final String EXTERNAL = "external";

    private final ClusterPlan plan;

    ClusterDocuments(ClusterPlan plan) {
        this.plan = plan;
    }

    /** Returns the documents for a control plane. */
    List<Map<String, @Nullable Object>> forControlPlanes() {
        return withEtcd(plan.hasExternalEtcd() ? EXTERNAL : LOCAL);
    }

    /** Returns the documents for a node on which kubeadm makes a member of etcd: the cluster's, and the kubelet's. */
    List<Map<String, @Nullable Object>> forMembers() {
        return withEtcd(LOCAL).subList(0, 2);
    }

    /** Returns all documents; where etcd has nodes of its own, they tell of both ends, so that patches of either find it. */
    Patched<List<Map<String, @Nullable Object>>> patched() {
        return KubeadmPatches.apply(
                all(),
                List.of(
                        plan.software().kubeadmPatches(),
                        plan.firstControlPlane().patches()));
    }

    /** kubeadm refuses a document that tells of both. */
    private List<Map<String, @Nullable Object>> withEtcd(String kept) {
        var documents = patched().result();
        if (plan.hasExternalEtcd() && documents.get(0).get("etcd") instanceof Map<?, ?> both) {
            var one = new LinkedHashMap<Object, @Nullable Object>(both);
            one.remove(kept.equals(LOCAL) ? EXTERNAL : LOCAL);
            documents.get(0).put("etcd", one);
        }
        return documents;
    }

    /** Returns all documents without patches. */
    List<Map<String, Object>> all() {
        var documents = new ArrayList<>(List.of(cluster(), kubelet()));
        if (plan.kubeProxyMode() != KubeProxyMode.NONE) {
            documents.add(kubeProxy());
        }
        return documents;
    }

    private Map<String, Object> cluster() {
        var cluster = document(KubeadmConfig.API_VERSION, "ClusterConfiguration");
        cluster.put("clusterName", plan.name().value());
        cluster.put("kubernetesVersion", plan.kubernetesVersion().toString());
        cluster.put("controlPlaneEndpoint", plan.endpointWithPort());
        cluster.put("encryptionAlgorithm", "ECDSA-P256");
        plan.software()
                .components()
                .imageRepository()
                .ifPresent(repository -> cluster.put("imageRepository", repository));
        cluster.put(
                "networking",
                ordered(
                        "podSubnet", CommaList.of(plan.podSubnets()),
                        "serviceSubnet", CommaList.of(plan.serviceSubnets()),
                        "dnsDomain", plan.dnsDomain()));
        var names = new ArrayList<>(List.of("localhost"));
        names.addAll(plan.apiServerNames());
        cluster.put("apiServer", ordered("certSANs", names, "extraArgs", apiServer()));
        cluster.put("etcd", etcd());
        if (plan.kubeProxyMode() == KubeProxyMode.NONE) {
            cluster.put("proxy", Map.of("disabled", true));
        }
        cluster.put("controllerManager", ordered("extraArgs", controllerManager()));
        cluster.put("scheduler", ordered("extraArgs", controller()));
        return cluster;
    }

    private List<Object> apiServer() {
        var arguments = new ArrayList<>(featureGates());
        var apis = new TreeMap<>(plan.software().components().runtimeConfig());
        if (!apis.isEmpty()) {
            arguments.add(argument("runtime-config", CommaList.of(apis.entrySet())));
        }
        return arguments;
    }

    private List<Object> featureGates() {
        var gates = new TreeMap<>(plan.software().components().featureGates());
        return gates.isEmpty() ? List.of() : List.of(argument("feature-gates", CommaList.of(gates.entrySet())));
    }

    private Map<String, Object> etcd() {
        var etcd = ordered(LOCAL, ordered("extraArgs", member()));
        if (plan.hasExternalEtcd()) {
            etcd.put(EXTERNAL, externalEtcd());
        }
        return etcd;
    }

    private List<Object> member() {
        var arguments = new ArrayList<Object>();
        if (plan.has(Tuning.ETCD_TIMES)) {
            arguments.add(argument("heartbeat-interval", "50"));
            arguments.add(argument("election-timeout", "250"));
        }
        if (plan.has(Tuning.CALM_WATCHES)) {
            // kubeadm calls it so from the version on that brings etcd 3.6
            var name = plan.kubernetesVersion().isAtLeast(1, 34)
                    ? "watch-progress-notify-interval"
                    : "experimental-watch-progress-notify-interval";
            arguments.add(argument(name, "60s"));
        }
        if (plan.software().etcd().ephemeral()) {
            arguments.add(argument("unsafe-no-fsync", "true"));
        }
        return arguments;
    }

    private Map<String, Object> externalEtcd() {
        return ordered(
                "endpoints",
                plan.etcdNodes().stream().map(EtcdNodePlan::endpoint).toList(),
                "caFile",
                EtcdPki.CA_CERTIFICATE,
                "certFile",
                EtcdPki.API_SERVER_CLIENT + ".crt",
                "keyFile",
                EtcdPki.API_SERVER_CLIENT + ".key");
    }

    private List<Object> controller() {
        var arguments = new ArrayList<>(featureGates());
        if (plan.ipFamily() == IpFamily.IPV6) {
            arguments.add(argument("bind-address", "::1"));
        }
        if (plan.has(Tuning.NO_ELECTION)) {
            arguments.add(argument("leader-elect", "false"));
        }
        return arguments;
    }

    private List<Object> controllerManager() {
        var arguments = controller();
        if (plan.has(Tuning.CONTROLLER_CLIENT)) {
            arguments.add(argument("kube-api-qps", "500"));
            arguments.add(argument("kube-api-burst", "500"));
        }
        if (plan.has(Tuning.SERVING_CERTIFICATES)) {
            arguments.add(argument("tls-cert-file", ClusterPki.CONTROLLER_MANAGER + ".crt"));
            arguments.add(argument("tls-private-key-file", ClusterPki.CONTROLLER_MANAGER + ".key"));
        }
        return arguments;
    }

    private Map<String, Object> kubelet() {
        var kubelet = KubeletDocument.of(plan);
        var gates = gates();
        KubeletDocument.gates(plan).forEach(gates::putIfAbsent);
        putUnlessEmpty(kubelet, gates);
        return kubelet;
    }

    private Map<String, Object> kubeProxy() {
        var proxy = document("kubeproxy.config.k8s.io/v1alpha1", "KubeProxyConfiguration");
        proxy.put("mode", plan.kubeProxyMode().text());
        // The connection-tracking limits belong to the host; a container may not set them.
        var conntrack = ordered("maxPerCore", 0, "min", 0);
        if (plan.rootless()) {
            // nor those that a container with root's rights may: https://kind.sigs.k8s.io/docs/user/rootless/
            conntrack.put("tcpEstablishedTimeout", "0s");
            conntrack.put("tcpCloseWaitTimeout", "0s");
        }
        proxy.put("conntrack", conntrack);
        if (plan.has(Tuning.PROXY_SYNC)) {
            proxy.put(plan.kubeProxyMode().text(), ordered("minSyncPeriod", "100ms"));
        }
        putUnlessEmpty(proxy, gates());
        return proxy;
    }

    private Map<String, Boolean> gates() {
        return new TreeMap<>(plan.software().components().featureGates());
    }

    private static void putUnlessEmpty(Map<String, Object> document, Map<String, Boolean> gates) {
        if (!gates.isEmpty()) {
            document.put("featureGates", gates);
        }
    }
}
