package dev.minik.cluster;

import dev.minik.config.Cni.Manifest;
import dev.minik.kubeadm.BootstrapCredentials;
import dev.minik.kubeadm.ComponentPatches;
import dev.minik.kubeadm.EtcdMembers;
import dev.minik.kubeadm.KubeadmConfig;
import dev.minik.kubeadm.Kubeconfigs;
import dev.minik.model.CommaList;
import dev.minik.model.IpAddress;
import dev.minik.pki.ClientIdentity;
import dev.minik.pki.ClusterPki;
import dev.minik.pki.PemFile;
import dev.minik.plan.ClusterPlan;
import dev.minik.plan.EtcdNodePlan;
import dev.minik.plan.NodePlan;
import dev.minik.plan.Tuning;
import dev.minik.record.ClusterRecord;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Packs what a node is filled with before it starts, into one archive: scripts, units, kubeadm's configuration, certificates. */
final class NodeFilling {
    private static final String CNI_MANIFEST = "/minik/cni-given.yaml";

    private final ClusterRecord record;
    private final ClusterPlan plan;
    private final ClusterPki pki;
    private final BootstrapCredentials credentials;

    /** Fills nodes of a cluster that keeps {@code record} of itself. */
    NodeFilling(ClusterRecord record, ClusterPki pki, BootstrapCredentials credentials) {
        this.record = record;
        plan = record.plan();
        this.pki = pki;
        this.credentials = credentials;
    }

    /** Returns the archive for a node. */
    byte[] of(NodePlan node) {
        var kubeadm = new KubeadmConfig(plan, credentials);
        var kubeconfigs = new Kubeconfigs(plan);
        var archive = NodeArchive.withAgent(
                plan, node.image(), environment(node, kubeadm), new ComponentPatches(plan).of(node), node.files());
        archive.readable(NodeRules.FILE, new NodeRules(plan).text());
        archive.readable("/minik/ca.crt", pki.caCertificatePem());
        archive.unit("minik-rules.service");
        if (new NodeRules(plan).hasEarlyPods()) {
            archive.program("network-again");
            archive.unit("minik-network-again.service");
        }
        if (isFirst(node)) { // a rendered one may hold keys
            plan.cniManifest().ifPresent(text -> archive.secret(CNI_MANIFEST, text));
        }
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
                if (kubeadm.begins(node)) {
                    archive.secret("/minik/kubeadm.yaml", kubeadm.init(node));
                } else {
                    join(archive, kubeadm, kubeconfigs, node);
                }
                if (isFirst(node) && plan.has(Tuning.FIRST_NODE_SHARE)) {
                    archive.readable("/minik/favoured", "");
                }
                if (isFirst(node) && plan.has(Tuning.FIRST_PODS) && kubeadm.givesFirstNodePods()) {
                    archive.readable("/minik/add-ons", NodeArchive.text("add-ons"));
                }
                if (plan.has(Tuning.ETCD_TOGETHER)) {
                    archive.readable("/minik/etcd.yaml", new EtcdMembers(plan).of(node));
                }
                archive.secret(ClusterRecord.FILE, record.text());
                archive.secret("/minik/admin.pem", pem(pki.superAdmin()));
                archive.put(pki.sharedFiles());
                archive.put(pki.controlPlaneFiles(node.name(), node.addresses()));
                archive.put(etcdFiles(node));
                if (plan.has(Tuning.SERVING_CERTIFICATES)) {
                    archive.put(pki.controllerManagerServingFiles());
                }
            }
            case WORKER -> {
                if (kubeadm.begins(node)) {
                    archive.secret("/minik/kubeadm.yaml", kubeadm.init(node));
                    archive.dropIn("kubelet.service", "30-waits.conf");
                } else {
                    join(archive, kubeadm, kubeconfigs, node);
                }
            }
        }
        return archive.build();
    }

    /** A control plane without a member is a client of etcd, and no more. */
    private Map<String, PemFile> etcdFiles(NodePlan node) {
        var files = new TreeMap<>(pki.etcdClientFiles());
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

    private Map<String, String> environment(NodePlan node, KubeadmConfig kubeadm) {
        var values = new LinkedHashMap<String, String>();
        values.put("ROLE", node.role().text());
        values.put("NODE_NAME", node.name());
        values.put("ENDPOINT", plan.endpointWithPort());
        values.put("POD_SUBNET", CommaList.of(plan.podSubnets()));
        values.put("NODE_ADDRESS", node.address().toString());
        var fixed = isFirst(node) && !kubeadm.choosesPodSubnets();
        values.put("NODE_POD_SUBNET", fixed ? CommaList.of(node.podSubnets()) : "");
        values.put("FIRST", String.valueOf(isFirst(node)));
        values.put("TOGETHER", String.valueOf(kubeadm.together(node)));
        if (isFirst(node)) {
            values.put("BEGINNING_POD_SUBNETS", fixed ? beginningPodSubnets(kubeadm) : "");
            values.put(
                    "BEGINNING_NODES",
                    CommaList.of(beginningNodes(kubeadm).map(NodePlan::name).toList()));
            values.put("SKIPPED_PHASES", String.join(" ", kubeadm.skippedPhases()));
        }
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
        values.put("API_SERVICE_ADDRESS", plan.apiServiceAddresses().get(0).toString());
        values.put("DNS_ADDRESS", kubeadm.bringsDns() ? plan.dnsServiceAddress().toString() : "");
        values.put("SERVES_PODS", String.valueOf(plan.servesPods()));
        // one that comes later does not know which of them are there
        values.put(
                "OTHERS",
                String.valueOf(node.podSubnets().isEmpty() ? 0 : plan.nodes().size() - 1));
        values.put("CNI_MANIFEST", cniManifest());
        // whoever patches them gets what he asks for
        values.put("OOM_SCORES", kubeadm.namesOomScores() ? "given" : "kept");
        values.put("OVERLAPPED_PHASES", String.valueOf(plan.has(Tuning.OVERLAPPED_PHASES)));
        values.put("EARLY_OBJECTS", String.valueOf(plan.has(Tuning.EARLY_OBJECTS)));
        values.put("EARLY_CNI", String.valueOf(new NodeRules(plan).hasEarlyPods()));
        values.put("TAKES_WORKLOADS", String.valueOf(plan.workers().isEmpty()));
        return values;
    }

    private Stream<NodePlan> beginningNodes(KubeadmConfig kubeadm) {
        return plan.nodes().stream().filter(kubeadm::begins);
    }

    private String beginningPodSubnets(KubeadmConfig kubeadm) {
        return beginningNodes(kubeadm)
                .filter(one -> !one.podSubnets().isEmpty())
                .map(one -> one.name() + "=" + CommaList.of(one.podSubnets()))
                .collect(Collectors.joining(" "));
    }

    /** Returns the file of a node that installs the pods' network; empty where none does. */
    private String cniManifest() {
        return switch (plan.cni().manifest()) {
            case OF_THE_IMAGE -> "/kind/manifests/default-cni.yaml";
            case OF_MINIK, PINNED, GIVEN -> CNI_MANIFEST;
            case NONE -> "";
        };
    }

    private boolean isFirst(NodePlan node) {
        return node.equals(plan.firstControlPlane());
    }

    /** Returns the control plane whose join must be over before that of {@code node} begins; an etcd takes one learner at a time. */
    private String before(NodePlan node) {
        var index = plan.controlPlanes().indexOf(node);
        // what makes the first one findable comes after its etcd
        return index > 1 && !plan.hasExternalEtcd()
                ? plan.controlPlanes().get(index - 1).name()
                : "";
    }
}
