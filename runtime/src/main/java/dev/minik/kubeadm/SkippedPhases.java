package dev.minik.kubeadm;

import dev.minik.config.NetworkingConfig.KubeProxyMode;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.plan.ClusterPlan;
import dev.minik.plan.Tuning;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The phases of {@code kubeadm init} that a cluster does without, as its config and its user's patches say. kubeadm heeds them only where it
 * runs all phases by itself.
 *
 * @see <a href="https://kubernetes.io/docs/reference/setup-tools/kubeadm/kubeadm-init-phase/">kubeadm init phase</a>
 */
final class SkippedPhases {
    static final String PREFLIGHT = "preflight";
    static final String PROXY = "addon/kube-proxy";

    private static final String DNS = "addon/coredns";
    private static final String ADD_ONS = "addon";

    /** What the agent of the first node heeds, and what it never runs. */
    private static final Set<String> HEEDED = Set.of(
            PREFLIGHT,
            ADD_ONS,
            DNS,
            PROXY,
            "mark-control-plane",
            "wait-control-plane",
            "kubelet-finalize",
            "upload-certs",
            "show-join-command");

    private final ClusterPlan plan;
    private final List<String> names = new ArrayList<>();

    /**
     * Looks at the patched documents.
     *
     * @param init the first node's
     * @param cluster the cluster's
     */
    SkippedPhases(ClusterPlan plan, Map<String, @Nullable Object> init, Map<String, @Nullable Object> cluster) {
        this.plan = plan;
        names.addAll(of(init));
        if (plan.kubeProxyMode() == KubeProxyMode.NONE || isDisabled(cluster.get("proxy"))) {
            names.add(PROXY);
        }
        if (isDisabled(cluster.get("dns"))) {
            names.add(DNS);
        }
    }

    /** Returns what a document of a node says. */
    static List<String> of(Map<String, @Nullable Object> document) {
        return DecidedFields.texts(document, List.of("skipPhases"));
    }

    private static boolean isDisabled(@Nullable Object addOn) {
        return addOn instanceof Map<?, ?> fields && Boolean.TRUE.equals(fields.get("disabled"));
    }

    List<String> names() {
        return names.stream().distinct().toList();
    }

    /** Returns whether there is a CoreDNS. */
    boolean bringsDns() {
        return !names.contains(ADD_ONS) && !names.contains(DNS);
    }

    /**
     * Returns a warning for each phase that runs all the same.
     *
     * @throws MinikException with {@link ExitCode#INVALID_CONFIG} if nodes would not reach services, which the config says otherwise
     */
    List<String> check() {
        if (plan.servesPods() && (names.contains(ADD_ONS) || names.contains(PROXY))) {
            throw MinikException.of(
                    ExitCode.INVALID_CONFIG,
                    "a patch leaves out kube-proxy, by which nodes reach services",
                    "say networking.kubeProxyMode: none in the config, and bring what takes its place");
        }
        return plan.has(Tuning.OVERLAPPED_PHASES) ? unheeded(names, HEEDED) : List.of();
    }

    /** Returns a warning for each of some phases that is none of those that are heeded. */
    static List<String> unheeded(List<String> phases, Set<String> heeded) {
        return phases.stream()
                .filter(phase -> !heeded.contains(phase))
                .map("a patch skips phase %s, which runs all the same, but with --tuning none"::formatted)
                .toList();
    }
}
