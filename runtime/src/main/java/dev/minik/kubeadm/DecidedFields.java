package dev.minik.kubeadm;

import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.pki.PkiSpec;
import dev.minik.plan.ClusterPlan;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What patches of kubeadm's configuration cannot change: by it certificates, networks and manifests have been made when kubeadm runs. In
 * kind, where kubeadm makes the certificates, some of it can be patched; here the cluster would fail, or half of it not know of the other.
 */
final class DecidedFields {
    private static final String CLUSTER = "ClusterConfiguration";
    /** Where a document names API servers besides their nodes. */
    static final List<String> CERT_SANS = List.of("apiServer", "certSANs");

    private static final String CERTIFICATES = "/etc/kubernetes/pki";

    /**
     * A field that is decided.
     *
     * @param remedy how the user gets what he wanted
     */
    private record Field(String kind, String remedy, List<String> path) {}

    private static final List<Field> FIELDS = List.of(
            new Field(CLUSTER, "say networking.podSubnet in the config", List.of("networking", "podSubnet")),
            new Field(CLUSTER, "say networking.serviceSubnet in the config", List.of("networking", "serviceSubnet")),
            new Field(
                    CLUSTER,
                    "say networking.dnsDomain in a config of minik.dev/v1alpha1",
                    List.of("networking", "dnsDomain")),
            new Field(CLUSTER, "leave it out of the patch", List.of("controlPlaneEndpoint")),
            new Field(CLUSTER, "leave it out of the patch", List.of("certificatesDir")),
            new Field(CLUSTER, "choose another node image", List.of("kubernetesVersion")),
            new Field("InitConfiguration", "leave it out of the patch", List.of("nodeRegistration", "name")),
            new Field(
                    "InitConfiguration", "leave it out of the patch", List.of("localAPIEndpoint", "advertiseAddress")),
            new Field("InitConfiguration", "leave it out of the patch", List.of("localAPIEndpoint", "bindPort")),
            new Field("JoinConfiguration", "leave it out of the patch", List.of("nodeRegistration", "name")));

    private final ClusterPlan plan;

    DecidedFields(ClusterPlan plan) {
        this.plan = plan;
    }

    /**
     * Compares documents before and after the patches.
     *
     * @throws MinikException with {@link ExitCode#INVALID_CONFIG} if a patch changes what is decided, or names an API server by what can
     *     be neither name nor address
     */
    void check(List<? extends Map<String, ?>> before, List<? extends Map<String, ?>> after) {
        for (var field : FIELDS) {
            for (int i = 0; i < before.size(); i++) {
                if (field.kind().equals(before.get(i).get("kind"))) {
                    check(field, value(before.get(i), field.path()), value(after.get(i), field.path()));
                }
            }
        }
        if (CLUSTER.equals(before.get(0).get("kind"))) {
            checkNames(texts(after.get(0), CERT_SANS));
        }
    }

    private static void check(Field field, @Nullable Object before, @Nullable Object after) {
        var name = String.join(".", field.path());
        var decided = before == null && name.equals("certificatesDir") ? CERTIFICATES : before;
        if (after == null || after.equals(decided) || isSameVersion(name, decided, after)) {
            return;
        }
        throw MinikException.of(
                ExitCode.INVALID_CONFIG,
                "a patch makes %s of %s '%s', which is decided before kubeadm runs: '%s'"
                        .formatted(name, field.kind(), after, decided),
                field.remedy());
    }

    private static boolean isSameVersion(String name, @Nullable Object before, Object after) {
        return name.equals("kubernetesVersion") && String.valueOf(before).equals("v" + after);
    }

    private void checkNames(List<String> names) {
        try {
            new PkiSpec(plan.kubernetesVersion(), names);
        } catch (IllegalArgumentException e) {
            throw MinikException.of(
                            ExitCode.INVALID_CONFIG,
                            "a patch of apiServer.certSANs cannot stand in a certificate: " + e.getMessage(),
                            "write names in lower case, and addresses without port")
                    .causedBy(e);
        }
    }

    /** Returns the texts of a list in a document; none where there is no such list. */
    static List<String> texts(Map<String, ?> document, List<String> path) {
        return value(document, path) instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    private static @Nullable Object value(Map<String, ?> document, List<String> path) {
        @Nullable Object value = document;
        for (var key : path) {
            value = value instanceof Map<?, ?> map ? map.get(key) : null;
        }
        return value;
    }
}
