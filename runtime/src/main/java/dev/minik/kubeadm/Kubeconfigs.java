package dev.minik.kubeadm;

import static dev.minik.kubeadm.Documents.ordered;

import dev.minik.model.Role;
import dev.minik.plan.ClusterPlan;
import dev.minik.plan.NodePlan;
import dev.minik.yaml.Yaml;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Writes the kubeconfigs that nodes begin with. */
public final class Kubeconfigs {
    private static final String KUBELET_CERTIFICATE = "/var/lib/kubelet/pki/kubelet-client-current.pem";

    private final ClusterPlan plan;

    /** Writes for {@code plan}. */
    public Kubeconfigs(ClusterPlan plan) {
        this.plan = plan;
    }

    /**
     * Returns the discovery file: a kubeconfig without credentials. It carries the CA, so a joining node neither trusts blindly nor
     * waits until the control plane has signed its cluster-info.
     */
    public String discovery(String caCertificatePem) {
        return kubeconfig("", plan.endpointWithPort(), caCertificatePem, Map.of());
    }

    /**
     * Returns the kubeconfig of a node's kubelet, in the form in which kubeadm leaves it: with the file that the kubelet renews its
     * certificate in.
     */
    public String kubelet(NodePlan node, String caCertificatePem) {
        // a control plane's kubelet asks its own API server: https://github.com/kubernetes/kubeadm/issues/2271
        var server = node.role() == Role.CONTROL_PLANE
                ? node.address().withPort(ClusterPlan.API_PORT)
                : plan.endpointWithPort();
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
}
