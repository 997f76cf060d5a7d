package dev.minik.cluster;

import dev.minik.archive.TarBuilder;
import dev.minik.kubeadm.KubeletDocument;
import dev.minik.plan.ClusterPlan;
import dev.minik.plan.NodePlan;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Packs what a bare node is filled with before it starts: nothing of a cluster, and what kubeadm, typed by hand, would miss because its
 * machine is a container.
 */
final class BareFilling {
    private static final String KUBELET_DROP_INS = "/etc/kubernetes/kubelet.conf.d";
    private static final String UNIT = "minik-bare.service";

    private final ClusterPlan plan;

    BareFilling(ClusterPlan plan) {
        this.plan = plan;
    }

    /** Returns the archive for a node. */
    byte[] of(NodePlan node) {
        var tar = new TarBuilder();
        program(tar, NodeArchive.BOOT, "boot");
        program(tar, "/minik/prepare", "bare-prepare");
        program(tar, "/minik/bare", "bare");
        program(tar, "/minik/conntrack-hook", "conntrack-hook");
        program(tar, "/usr/local/bin/kubeadm", "kubeadm");
        tar.file(NodeArchive.UNITS + UNIT, NodeArchive.READABLE, NodeArchive.resource(UNIT));
        tar.link(NodeArchive.UNITS + "multi-user.target.wants/" + UNIT, "../" + UNIT);
        if (plan.cgroupVersion() == 1 && !node.image().builtByMinik()) {
            NodeArchive.keepSlicesOfPods(tar);
        }
        tar.file(KUBELET_DROP_INS + "/20-minik.conf", NodeArchive.READABLE, KubeletDocument.dropIn(plan, node));
        tar.file("/etc/default/kubelet", NodeArchive.READABLE, kubeletArguments(node));
        node.files().forEach(file -> tar.file(file.path(), file.mode(), file.content()));
        return tar.build();
    }

    private static void program(TarBuilder tar, String path, String resource) {
        tar.file(path, NodeArchive.PROGRAM, NodeArchive.resource(resource));
    }

    /** The kubelet's unit reads them from here, in Debian's packages as well; what is a flag only, no drop-in can say. */
    private static String kubeletArguments(NodePlan node) {
        var arguments = new ArrayList<String>();
        arguments.add("--runtime-cgroups=/system.slice/containerd.service");
        arguments.add("--node-ip=" + NodeFilling.joined(node.addresses()));
        if (!node.labels().isEmpty()) {
            arguments.add("--node-labels=" + NodeFilling.joined(List.copyOf(new TreeMap<>(node.labels()).entrySet())));
        }
        if (!node.image().builtByMinik()) {
            arguments.add("--config-dir=" + KUBELET_DROP_INS);
        }
        return "KUBELET_EXTRA_ARGS=\"%s\"\n".formatted(String.join(" ", arguments));
    }
}
