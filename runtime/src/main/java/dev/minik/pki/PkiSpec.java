package dev.minik.pki;

import dev.minik.model.Cidr;
import dev.minik.model.KubernetesVersion;
import java.util.ArrayList;
import java.util.List;

/**
 * What certificates depend on, besides the node that they are for.
 *
 * @param version the version of kubeadm, which decides the groups that administrators are in
 * @param apiServerNames the DNS names and IP addresses that every API server of the cluster answers to; the name and addresses of its
 *     own node are added for each
 */
public record PkiSpec(KubernetesVersion version, List<String> apiServerNames) {

    /** Checks that every name can stand in a certificate. */
    public PkiSpec {
        apiServerNames = List.copyOf(apiServerNames);
        SubjectNames.of(apiServerNames);
    }

    /**
     * Lists what kubeadm puts into the certificate of every API server, and what minik adds: {@code localhost} and 127.0.0.1, by which
     * the host reaches a published port.
     *
     * @param dnsDomain the cluster's domain, such as {@code cluster.local}
     * @param serviceSubnets the ranges of service addresses; the first address of each is, or may become, the one of the service
     *     {@code kubernetes}
     * @param endpoint the stable name of the control plane
     * @param extra further names and addresses that the user wants
     * @see <a href="https://kubernetes.io/docs/setup/best-practices/certificates/#all-certificates">the names that kubeadm uses</a>
     */
    public static PkiSpec of(
            KubernetesVersion version,
            String dnsDomain,
            List<Cidr> serviceSubnets,
            String endpoint,
            List<String> extra) {
        var names = new ArrayList<>(List.of("kubernetes", "kubernetes.default", "kubernetes.default.svc"));
        names.add("kubernetes.default.svc." + dnsDomain);
        names.add("localhost");
        names.add(endpoint);
        names.add("127.0.0.1");
        serviceSubnets.forEach(subnet -> names.add(subnet.at(1).toString()));
        names.addAll(extra);
        return new PkiSpec(version, names);
    }

    /**
     * Returns the groups of the administrator's certificate.
     *
     * @see <a href="https://github.com/kubernetes/kubernetes/pull/121305">kubeadm 1.29: admin.conf is no longer in system:masters</a>
     */
    List<String> adminGroups() {
        return List.of(version.isAtLeast(1, 29) ? "kubeadm:cluster-admins" : "system:masters");
    }

    /**
     * Returns the groups of the API server as a client of kubelets. Since 1.36 there are none: kubeadm binds the user to
     * {@code system:kubelet-api-admin} by its name.
     */
    List<String> kubeletClientGroups() {
        return version.isAtLeast(1, 36) ? List.of() : adminGroups();
    }
}
