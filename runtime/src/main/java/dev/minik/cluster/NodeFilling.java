package dev.minik.cluster;

import dev.minik.config.Cni.EarlyStart;
import dev.minik.config.Cni.Manifest;
import dev.minik.config.NetworkingConfig.KubeProxyMode;
import dev.minik.kubeadm.BootstrapCredentials;
import dev.minik.kubeadm.ComponentPatches;
import dev.minik.kubeadm.EtcdMembers;
import dev.minik.kubeadm.KubeadmConfig;
import dev.minik.kubeadm.Kubeconfigs;
import dev.minik.model.Cidr;
import dev.minik.model.CommaList;
import dev.minik.model.IpAddress;
import dev.minik.model.Role;
import dev.minik.pki.ClientIdentity;
import dev.minik.pki.ClusterPki;
import dev.minik.pki.PemFile;
import dev.minik.plan.ClusterPlan;
import dev.minik.plan.EtcdNodePlan;
import dev.minik.plan.NodePlan;
import dev.minik.plan.Tuning;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Packs what a node is filled with before it starts, into one archive: scripts, units, kubeadm's configuration, certificates. */
final class NodeFilling {
    private static final String CNI_MANIFEST = "/minik/cni-given.yaml";

    private final ClusterPlan plan;
    private final ClusterPki pki;
    private final BootstrapCredentials credentials;

    NodeFilling(ClusterPlan plan, ClusterPki pki, BootstrapCredentials credentials) {
        this.plan = plan;
        this.pki = pki;
        this.credentials = credentials;
    }

    /** Returns the archive for a node. */
    byte[] of(NodePlan node) {
        var kubeadm = new KubeadmConfig(plan, credentials);
        var kubeconfigs = new Kubeconfigs(plan);
        var archive = NodeArchive.withAgent(
                plan, node.image(), environment(node), new ComponentPatches(plan).of(node), node.files());
        archive.readable("/minik/rules.nft", rules());
        archive.readable("/minik/ca.crt", pki.caCertificatePem());
        archive.unit("minik-rules.service");
        plan.cniManifest().ifPresent(text -> archive.readable(CNI_MANIFEST, text));
        if (plan.cni().manifest() == Manifest.OF_MINIK) {
            ownNetwork(archive);
        }
        if (plan.has(Tuning.KUBELET_CERTIFICATES)) {
            archive.secret("/minik/kubelet-client.pem", pem(pki.kubelet(node.name())));
            archive.secret("/etc/kubernetes/kubelet.conf", kubeconfigs.kubelet(node, pki.caCertificatePem()));
        }
        if (plan.has(Tuning.SERVING_CERTIFICATES)) {
            archive.put(pki.kubeletServingFiles("/minik/kubelet", node.name(), node.addresses()));
        }
        switch (node.role()) {
            case CONTROL_PLANE -> {
                if (begins(node)) {
                    archive.secret("/minik/kubeadm.yaml", kubeadm.init(node));
                } else {
                    join(archive, kubeadm, kubeconfigs, node);
                }
                if (plan.has(Tuning.ETCD_TOGETHER)) {
                    archive.readable("/minik/etcd.yaml", new EtcdMembers(plan).of(node));
                }
                archive.secret("/minik/admin.pem", pem(pki.superAdmin()));
                archive.put(pki.sharedFiles());
                archive.put(pki.controlPlaneFiles(node.name(), node.addresses()));
                archive.put(etcdFiles(node));
                if (plan.has(Tuning.SERVING_CERTIFICATES)) {
                    archive.put(pki.controllerManagerServingFiles());
                }
            }
            case WORKER -> join(archive, kubeadm, kubeconfigs, node);
        }
        return archive.build();
    }

    /** A control plane without a member is a client of etcd, and no more. */
    private Map<String, PemFile> etcdFiles(NodePlan node) {
        var files = new TreeMap<>(pki.etcd().clientFiles());
        if (!plan.hasExternalEtcd()) {
            files.putAll(pki.etcd().authorityFiles());
            files.putAll(pki.etcd().memberFiles(node.name(), node.addresses()));
        }
        return files;
    }

    private void ownNetwork(NodeArchive archive) {
        var name = plan.cni().text();
        archive.readable(CNI_MANIFEST, NodeArchive.text(name + ".yaml"));
        archive.program(name);
        archive.unit("minik-%s.service".formatted(name));
    }

    private void join(NodeArchive archive, KubeadmConfig kubeadm, Kubeconfigs kubeconfigs, NodePlan node) {
        archive.secret("/minik/kubeadm.yaml", kubeadm.join(node));
        archive.readable(KubeadmConfig.DISCOVERY_FILE, kubeconfigs.discovery(pki.caCertificatePem()));
    }

    private static String pem(ClientIdentity client) {
        return client.certificatePem() + client.keyPem();
    }

    private Map<String, String> environment(NodePlan node) {
        var values = new LinkedHashMap<String, String>();
        values.put("ROLE", node.role().text());
        values.put("NODE_NAME", node.name());
        values.put("ENDPOINT", plan.endpointWithPort());
        values.put("POD_SUBNET", CommaList.of(plan.podSubnets()));
        values.put("NODE_ADDRESS", node.address().toString());
        values.put("NODE_POD_SUBNET", CommaList.of(node.podSubnets()));
        values.put("FIRST", String.valueOf(isFirst(node)));
        values.put("TOGETHER", String.valueOf(together(node)));
        values.put("BEFORE", before(node));
        values.put(
                "VIRTUAL_ADDRESS",
                plan.virtualAddress().map(IpAddress::toString).orElse(""));
        values.put(
                "CONTROL_PLANES",
                CommaList.of(
                        plan.controlPlanes().stream().map(NodePlan::address).toList()));
        values.put(
                "ETCD_ENDPOINTS",
                plan.etcdNodes().stream().map(EtcdNodePlan::endpoint).collect(Collectors.joining(" ")));
        values.put("DNS_ADDRESS", plan.dnsServiceAddress().toString());
        values.put("SERVES_PODS", String.valueOf(plan.servesPods()));
        values.put("CNI_MANIFEST", cniManifest());
        values.put("OVERLAPPED_PHASES", String.valueOf(plan.has(Tuning.OVERLAPPED_PHASES)));
        values.put("EARLY_ROLES", String.valueOf(plan.has(Tuning.EARLY_ROLES)));
        values.put("EARLY_CNI", String.valueOf(earlyByImage()));
        values.put("TAKES_WORKLOADS", String.valueOf(plan.workers().isEmpty()));
        return values;
    }

    /** Returns the file of a node that installs the pods' network; empty where none does. */
    private String cniManifest() {
        return switch (plan.cni().manifest()) {
            case OF_THE_IMAGE -> "/kind/manifests/default-cni.yaml";
            case OF_MINIK, GIVEN -> CNI_MANIFEST;
            case NONE -> "";
        };
    }

    private boolean earlyByImage() {
        return plan.has(Tuning.EARLY_CNI) && plan.cni().earlyStart() == EarlyStart.BY_MINIKS_IMAGES;
    }

    private boolean isFirst(NodePlan node) {
        return node.equals(plan.firstControlPlane());
    }

    /** Whether a node does not join a cluster that is there. */
    private boolean begins(NodePlan node) {
        return isFirst(node) || together(node);
    }

    /** Whether a node is one of several control planes that begin at once. */
    private boolean together(NodePlan node) {
        return node.role() == Role.CONTROL_PLANE
                && (plan.has(Tuning.ETCD_TOGETHER) || plan.has(Tuning.CONTROL_PLANES_TOGETHER));
    }

    /** Returns the control plane whose join must be over before that of {@code node} begins; an etcd takes one learner at a time. */
    private String before(NodePlan node) {
        var index = plan.controlPlanes().indexOf(node);
        return index > 0 && !plan.hasExternalEtcd()
                ? plan.controlPlanes().get(index - 1).name()
                : "";
    }

    /**
     * A TCP connection is reset: a node's own would take note of an ICMP error only when it tries again, a second later. For the same
     * reason this comes before kube-proxy's rules, which refuse services without endpoints by ICMP.
     */
    private String rules() {
        // with IPVS a node has all service addresses itself, so none is without an answer
        var kept = plan.kubeProxyMode() == KubeProxyMode.IPVS ? List.<Cidr>of() : plan.serviceSubnets();
        var rejected = kept.stream()
                .map(subnet -> """
                            %1$s daddr %2$s meta l4proto tcp reject with tcp reset
                            %1$s daddr %2$s reject
                        """.formatted(family(subnet.first()), subnet))
                .collect(Collectors.joining());
        return """
                table inet minik {
                %2$s
                  chain output {
                    type filter hook output priority filter - 1; policy accept;
                %1$s
                  }
                  chain forward {
                    type filter hook forward priority filter - 1; policy accept;
                %1$s
                  }
                }
                """.formatted(rejected, (plan.has(Tuning.API_SERVICE) ? apiService() : "") + podsOfEarlyCni());
    }

    /**
     * Pods that start before flannel's pod has no translation yet for what leaves their network. An API server on another node would
     * answer to an address to which it has no way; a client that waits for such an answer tries again after half a minute only.
     */
    private String podsOfEarlyCni() {
        if (!earlyByImage()) {
            return "";
        }
        var translated = plan.podSubnets().stream()
                .flatMap(pods -> plan.controlPlanes().stream()
                        .flatMap(node -> node.addresses().stream())
                        .filter(address -> address.v6() == pods.first().v6())
                        .map(address -> "    %1$s saddr %2$s %1$s daddr %3$s tcp dport %4$d masquerade%n"
                                .formatted(family(address), pods, address, ClusterPlan.API_PORT)))
                .collect(Collectors.joining());
        return """
                  chain postrouting-nat {
                    type nat hook postrouting priority srcnat - 1;
                %s  }
                """.formatted(translated);
    }

    /** The first translation of a connection holds, and kube-proxy's rules come before these. */
    private String apiService() {
        // kube-proxy knows one address of an API server, of the first version of IP
        var service = plan.apiServiceAddresses().get(0);
        return Stream.of("prerouting", "output")
                .map(hook -> """
                          chain %1$s-nat {
                            type nat hook %1$s priority -90;
                            %2$s daddr %3$s tcp dport 443 dnat %2$s to %4$s
                          }
                        """.formatted(
                                hook,
                                family(service),
                                service,
                                plan.firstControlPlane().address().withPort(ClusterPlan.API_PORT)))
                .collect(Collectors.joining());
    }

    private static String family(IpAddress address) {
        return address.v6() ? "ip6" : "ip";
    }
}
