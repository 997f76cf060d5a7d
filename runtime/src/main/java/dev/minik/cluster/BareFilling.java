package dev.minik.cluster;

import dev.minik.kubeadm.KubeletDocument;
import dev.minik.model.CommaList;
import dev.minik.model.Role;
import dev.minik.plan.ClusterPlan;
import dev.minik.plan.NodePlan;
import dev.minik.record.ClusterRecord;
import java.util.ArrayList;
import java.util.TreeMap;

/**
 * Packs what a bare node is filled with before it starts: nothing of a cluster, and what kubeadm, typed by hand, would miss because its
 * machine is a container.
 */
final class BareFilling {
    private static final String KUBELET_DROP_INS = "/etc/kubernetes/kubelet.conf.d";

    private final ClusterRecord record;
    private final ClusterPlan plan;

    /** Fills nodes of which {@code record} is kept. */
    BareFilling(ClusterRecord record) {
        this.record = record;
        plan = record.plan();
    }

    /** Returns the archive for a node. */
    byte[] of(NodePlan node) {
        var archive = new NodeArchive(plan, node.image());
        archive.program("/minik/prepare", "bare-prepare");
        archive.program("bare");
        archive.program("conntrack-hook");
        archive.program("/usr/local/bin/kubeadm", "kubeadm");
        archive.unit("minik-bare.service");
        archive.readable(KUBELET_DROP_INS + "/20-minik.conf", KubeletDocument.dropIn(plan, node));
        archive.readable("/etc/default/kubelet", kubeletArguments(node));
        archive.files(node.files());
        if (node.role() == Role.CONTROL_PLANE) {
            archive.secret(ClusterRecord.FILE, record.text());
        }
        return archive.build();
    }

    /** The kubelet's unit reads them from here, in Debian's packages as well; what is a flag only, no drop-in can say. */
    private static String kubeletArguments(NodePlan node) {
        var arguments = new ArrayList<String>();
        arguments.add("--runtime-cgroups=/system.slice/containerd.service");
        arguments.add("--node-ip=" + CommaList.of(node.addresses()));
        if (!node.labels().isEmpty()) {
            arguments.add("--node-labels=" + CommaList.of(new TreeMap<>(node.labels()).entrySet()));
        }
        if (!node.image().builtByMinik()) {
            arguments.add("--config-dir=" + KUBELET_DROP_INS);
        }
        return "KUBELET_EXTRA_ARGS=\"%s\"\n".formatted(String.join(" ", arguments));
    }
}
