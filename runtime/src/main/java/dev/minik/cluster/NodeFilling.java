package dev.minik.cluster;

import dev.minik.archive.TarBuilder;
import dev.minik.config.NetworkingConfig.KubeProxyMode;
import dev.minik.kubeadm.BootstrapCredentials;
import dev.minik.kubeadm.ComponentPatches;
import dev.minik.kubeadm.KubeadmConfig;
import dev.minik.kubeadm.Kubeconfigs;
import dev.minik.model.Cidr;
import dev.minik.model.IpAddress;
import dev.minik.model.Role;
import dev.minik.pki.ClientIdentity;
import dev.minik.pki.ClusterPki;
import dev.minik.pki.PemFile;
import dev.minik.plan.ClusterPlan;
import dev.minik.plan.NodePlan;
import dev.minik.plan.Tuning;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Packs what a node is filled with before it starts, into one archive: scripts, units, kubeadm's configuration, certificates. */
final class NodeFilling {
    /** The first process of a node. */
    static final String BOOT = "/minik/boot";

    static final String UNITS = "/etc/systemd/system/";
    static final int PROGRAM = 0755;
    static final int READABLE = 0644;
    private static final int SECRET = 0600;

    private static final String CALM_STATISTICS = """
            version = 3

            [plugins."io.containerd.cri.v1.runtime"]
              stats_collect_period = "10s"
            """;

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
        var tar = new TarBuilder();
        tar.file(BOOT, PROGRAM, resource("boot"));
        tar.file("/minik/agent", PROGRAM, resource("agent"));
        tar.file("/minik/agent.env", READABLE, environment(node));
        tar.file("/minik/rules.nft", READABLE, rules());
        tar.file("/minik/ca.crt", READABLE, pki.caCertificatePem());
        for (String unit : new String[] {"minik.service", "minik-rules.service"}) {
            tar.file(UNITS + unit, READABLE, resource(unit));
            tar.link(UNITS + "multi-user.target.wants/" + unit, "../" + unit);
        }
        if (plan.cgroupVersion() == 1 && !node.image().builtByMinik()) {
            keepSlicesOfPods(tar);
        }
        new ComponentPatches(plan)
                .of(node)
                .forEach((name, text) -> tar.file(ComponentPatches.DIRECTORY + "/" + name, READABLE, text));
        node.files().forEach(file -> tar.file(file.path(), file.mode(), file.content()));
        plan.cniManifest().ifPresent(text -> tar.file("/minik/cni-given.yaml", READABLE, text));
        if (plan.has(Tuning.CALM_STATISTICS)) {
            tar.file("/etc/containerd/conf.d/minik.toml", READABLE, CALM_STATISTICS);
        }
        if (plan.has(Tuning.KUBELET_CERTIFICATES)) {
            tar.file("/minik/kubelet-client.pem", SECRET, pem(pki.kubelet(node.name())));
            tar.file("/etc/kubernetes/kubelet.conf", SECRET, kubeconfigs.kubelet(node, pki.caCertificatePem()));
        }
        if (plan.has(Tuning.SERVING_CERTIFICATES)) {
            put(tar, pki.kubeletServingFiles("/minik/kubelet", node.name(), node.addresses()));
        }
        switch (node.role()) {
            case CONTROL_PLANE -> {
                if (begins(node)) {
                    tar.file("/minik/kubeadm.yaml", SECRET, kubeadm.init(node));
                } else {
                    join(tar, kubeadm, kubeconfigs, node);
                }
                if (together(node)) {
                    tar.file("/minik/etcd.yaml", READABLE, kubeadm.etcd(node));
                }
                tar.file("/minik/admin.pem", SECRET, pem(pki.superAdmin()));
                put(tar, pki.sharedFiles());
                put(tar, pki.controlPlaneFiles(node.name(), node.addresses()));
                if (plan.has(Tuning.SERVING_CERTIFICATES)) {
                    put(tar, pki.controllerManagerServingFiles());
                }
            }
            case WORKER -> join(tar, kubeadm, kubeconfigs, node);
        }
        return tar.build();
    }

    private void join(TarBuilder tar, KubeadmConfig kubeadm, Kubeconfigs kubeconfigs, NodePlan node) {
        tar.file("/minik/kubeadm.yaml", SECRET, kubeadm.join(node));
        tar.file(KubeadmConfig.DISCOVERY_FILE, READABLE, kubeconfigs.discovery(pki.caCertificatePem()));
    }

    /** minik's images do so themselves, whoever launches them. */
    static void keepSlicesOfPods(TarBuilder tar) {
        for (String quality : List.of("", "-burstable", "-besteffort")) {
            var unit = "kubelet-kubepods%s-keep.slice".formatted(quality);
            tar.file(UNITS + unit, READABLE, resource("keep.slice"));
            tar.link(UNITS + "kubelet.service.wants/" + unit, "../" + unit);
        }
    }

    private static void put(TarBuilder tar, Map<String, PemFile> files) {
        files.forEach((path, file) -> tar.file(path, file.mode(), file.text()));
    }

    private static String pem(ClientIdentity client) {
        return client.certificatePem() + client.keyPem();
    }

    private String environment(NodePlan node) {
        var values = new LinkedHashMap<String, String>();
        values.put("ROLE", node.role().text());
        values.put("NODE_NAME", node.name());
        values.put("ENDPOINT", plan.endpointWithPort());
        values.put("POD_SUBNET", joined(plan.podSubnets()));
        values.put("NODE_ADDRESS", node.address().toString());
        values.put("NODE_POD_SUBNET", joined(node.podSubnets()));
        values.put("FIRST", String.valueOf(isFirst(node)));
        values.put("TOGETHER", String.valueOf(together(node)));
        values.put("BEFORE", before(node));
        values.put(
                "VIRTUAL_ADDRESS",
                plan.virtualAddress().map(IpAddress::toString).orElse(""));
        values.put(
                "CONTROL_PLANES",
                joined(plan.controlPlanes().stream().map(NodePlan::address).toList()));
        values.put("DNS_ADDRESS", plan.dnsServiceAddress().toString());
        values.put("SERVES_PODS", String.valueOf(plan.servesPods()));
        values.put("CNI_MANIFEST", cniManifest());
        values.put("OVERLAPPED_PHASES", String.valueOf(plan.has(Tuning.OVERLAPPED_PHASES)));
        values.put("EARLY_ROLES", String.valueOf(plan.has(Tuning.EARLY_ROLES)));
        values.put("EARLY_CNI", String.valueOf(plan.has(Tuning.EARLY_CNI)));
        values.put("TAKES_WORKLOADS", String.valueOf(plan.workers().isEmpty()));
        // every value is a name, an address or a word of ours, so quotes suffice
        return values.entrySet().stream()
                .map(value -> "%s='%s'%n".formatted(value.getKey(), value.getValue()))
                .collect(Collectors.joining());
    }

    /** Returns the file of a node that installs the pods' network; empty where none does. */
    private String cniManifest() {
        return switch (plan.cni().manifest()) {
            case OF_THE_IMAGE -> "/kind/manifests/default-cni.yaml";
            case GIVEN -> "/minik/cni-given.yaml";
            case NONE -> "";
        };
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
        return node.role() == Role.CONTROL_PLANE && plan.has(Tuning.ETCD_TOGETHER);
    }

    /** Returns the control plane whose join must be over before that of {@code node} begins; etcd takes one learner at a time. */
    private String before(NodePlan node) {
        var index = plan.controlPlanes().indexOf(node);
        return index > 0 ? plan.controlPlanes().get(index - 1).name() : "";
    }

    static String joined(List<?> values) {
        return values.stream().map(Object::toString).collect(Collectors.joining(","));
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
                """.formatted(rejected, plan.has(Tuning.API_SERVICE) ? apiService() : "");
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

    static byte[] resource(String name) {
        try (var in = NodeFilling.class.getResourceAsStream("node/" + name)) {
            if (in == null) {
                throw new IllegalStateException("resource is missing: " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
