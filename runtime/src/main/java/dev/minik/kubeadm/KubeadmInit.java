package dev.minik.kubeadm;

import dev.minik.model.Cidr;
import dev.minik.model.CommaList;
import dev.minik.model.IpFamily;
import dev.minik.plan.ClusterPlan;
import java.util.ArrayList;
import java.util.List;

/** Writes the command by which a person begins a cluster on bare nodes. */
public final class KubeadmInit {
    /** Within kubeadm's own default, so nobody need say it. */
    private static final Cidr SERVICES = Cidr.parse("10.96.0.0/16");

    private static final String DNS_DOMAIN = "cluster.local";

    private KubeadmInit() {}

    /**
     * Returns the command with what the plan says otherwise than kubeadm does by default.
     *
     * @see <a href="https://kubernetes.io/docs/reference/setup-tools/kubeadm/kubeadm-init/">kubeadm init</a>
     */
    public static List<String> byHand(ClusterPlan plan) {
        var command =
                new ArrayList<>(List.of("kubeadm", "init", "--pod-network-cidr=" + CommaList.of(plan.podSubnets())));
        if (!plan.serviceSubnets().equals(List.of(SERVICES))) {
            command.add("--service-cidr=" + CommaList.of(plan.serviceSubnets()));
        }
        if (!plan.dnsDomain().equals(DNS_DOMAIN)) {
            command.add("--service-dns-domain=" + plan.dnsDomain());
        }
        if (plan.ipFamily() == IpFamily.IPV6) {
            // kubeadm prefers IPv4 where the node has both
            command.add(
                    "--apiserver-advertise-address=" + plan.firstControlPlane().address());
        }
        if (plan.controlPlanes().size() > 1) {
            command.addAll(List.of("--control-plane-endpoint=" + plan.endpointWithPort(), "--upload-certs"));
        }
        if (failsOnCgroupV1(plan)) {
            command.add("--ignore-preflight-errors=SystemVerification");
        }
        return command;
    }

    /**
     * Returns whether kubeadm refuses the host for its cgroup v1; the kubelet of a bare node has been told to accept it.
     *
     * @see <a href="https://kep.k8s.io/5573">KEP 5573</a>
     */
    private static boolean failsOnCgroupV1(ClusterPlan plan) {
        return plan.cgroupVersion() == 1 && plan.kubernetesVersion().isAtLeast(1, 35);
    }
}
