package dev.minik.cluster;

import dev.minik.kubeadm.ComponentPatches;
import dev.minik.kubeadm.EtcdMembers;
import dev.minik.pki.EtcdPki;
import dev.minik.plan.ClusterPlan;
import dev.minik.plan.EtcdNodePlan;
import java.util.LinkedHashMap;

/** Packs what a node of etcd is filled with before it starts: a kubelet that belongs to no cluster, and what kubeadm makes its only pod of. */
final class EtcdNodeFilling {
    private final ClusterPlan plan;
    private final EtcdPki pki;

    EtcdNodeFilling(ClusterPlan plan, EtcdPki pki) {
        this.plan = plan;
        this.pki = pki;
    }

    /** Returns the archive for a node. */
    byte[] of(EtcdNodePlan node) {
        var environment = new LinkedHashMap<String, String>();
        environment.put("ROLE", "etcd");
        environment.put("NODE_NAME", node.name());
        var members = new EtcdMembers(plan);
        var archive = NodeArchive.withAgent(
                plan, node.image(), environment, new ComponentPatches(plan).ofEtcd(), node.files());
        archive.readable("/minik/etcd.yaml", members.of(node));
        archive.readable("/minik/kubelet.yaml", members.kubelet());
        archive.dropIn("kubelet.service", "20-alone.conf");
        archive.put(pki.memberFiles(node.name(), node.addresses()));
        return archive.build();
    }
}
