package dev.minik.kubeadm;

import static dev.minik.kubeadm.Documents.argument;
import static dev.minik.kubeadm.Documents.document;
import static dev.minik.kubeadm.Documents.localEndpoint;
import static dev.minik.kubeadm.Documents.ordered;
import static dev.minik.kubeadm.Documents.putPatches;
import static java.util.stream.Collectors.joining;

import dev.minik.config.NetworkingConfig.KubeProxyMode;
import dev.minik.config.NodeConfig.Taint;
import dev.minik.model.CommaList;
import dev.minik.model.KubernetesVersion;
import dev.minik.model.Role;
import dev.minik.patch.KubeadmPatches;
import dev.minik.patch.Patched;
import dev.minik.plan.ClusterPlan;
import dev.minik.plan.NodePlan;
import dev.minik.plan.Serving;
import dev.minik.plan.Tuning;
import dev.minik.yaml.Yaml;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes kubeadm's configuration for a plan, in the API version that Kubernetes 1.31 brought, with the user's patches applied.
 *
 * @see <a href="https://kubernetes.io/docs/reference/config-api/kubeadm-config.v1beta4/">kubeadm v1beta4</a>
 */
public final class KubeadmConfig {
    static final String API_VERSION = "kubeadm.k8s.io/v1beta4";

    /** Where a joining node finds the address and CA of its cluster. */
    public static final String DISCOVERY_FILE = "/minik/discovery.conf";

    static final String RUNTIME_SOCKET = "unix:///run/containerd/containerd.sock";

    /** What is said of a node whether it begins or joins. */
    private static final List<String> OF_NODES = List.of("nodeRegistration", "patches", "timeouts");

    private static final String KUBELET_TAINTS = "register-with-taints";

    private final ClusterPlan plan;
    private final BootstrapCredentials credentials;

    /**
     * Writes for {@code plan}.
     *
     * @param credentials by which nodes join
     */
    public KubeadmConfig(ClusterPlan plan, BootstrapCredentials credentials) {
        this.plan = plan;
        this.credentials = credentials;
    }

    /** Returns whether kubeadm of a version knows the API version that this writes. */
    public static boolean isUnderstoodBy(KubernetesVersion version) {
        return version.isAtLeast(1, 31);
    }

    /** Returns whether the user says which OOM score kubelets or kube-proxy are to have. */
    public boolean namesOomScores() {
        return patchesName("oomScoreAdj:");
    }

    /** Returns whether the user says which subnets of pods the controller gives to nodes. */
    public boolean choosesPodSubnets() {
        return patchesName("node-cidr-mask-size") || patchesName("allocate-node-cidrs");
    }

    /**
     * Returns whether the scheduler would give the first node pods of the cluster's own, which tolerate that it is a control plane: its user
     * gives it no other taints.
     */
    public boolean givesFirstNodePods() {
        return !patchesName("registerWithTaints")
                && !patchesName(KUBELET_TAINTS)
                && firstDocument().get("nodeRegistration") instanceof Map<?, ?> registration
                && registration.get("taints") instanceof List<?> taints
                && taints.stream().allMatch(KubeadmConfig::isOfControlPlanes);
    }

    private static boolean isOfControlPlanes(Object taint) {
        return taint instanceof Map<?, ?> fields
                && "node-role.kubernetes.io/control-plane".equals(fields.get("key"))
                && !"NoExecute".equals(fields.get("effect"));
    }

    /** Returns the phases of {@code kubeadm init} that are not to run, which it heeds only where it runs all of them by itself. */
    public List<String> skippedPhases() {
        return skipped().names();
    }

    /** Returns whether there is a CoreDNS. */
    public boolean bringsDns() {
        return skipped().bringsDns();
    }

    /** Returns what works when the cluster is made. */
    public Serving serving() {
        return Serving.of(plan.servesPods(), bringsDns());
    }

    private SkippedPhases skipped() {
        return new SkippedPhases(
                plan,
                firstDocument(),
                new ClusterDocuments(plan).patched().result().get(0));
    }

    private Map<String, @Nullable Object> firstDocument() {
        return own(plan.firstControlPlane()).result().get(0);
    }

    /** Returns whether the user's patches bring a word that minik itself never writes. */
    private boolean patchesName(String word) {
        var first = plan.firstControlPlane();
        var patched = Stream.of(plan.software().kubeadmPatches(), first.patches())
                .anyMatch(patches ->
                        !patches.merges().isEmpty() || !patches.json6902().isEmpty());
        return patched && init(first).contains(word);
    }

    /** Returns whether a node does not join a cluster that is there, but is one of several that begin at once. */
    public boolean together(NodePlan node) {
        return switch (node.role()) {
            case CONTROL_PLANE -> plan.has(Tuning.ETCD_TOGETHER) || plan.has(Tuning.CONTROL_PLANES_TOGETHER);
            case WORKER -> plan.has(Tuning.EARLY_WORKERS) && canBegin(node);
        };
    }

    /** Returns whether a node does not join a cluster that is there. */
    public boolean begins(NodePlan node) {
        return isFirst(node) || together(node);
    }

    /** Returns whether a worker can begin with the cluster: its user asks for nothing that only a join does. */
    private boolean canBegin(NodePlan worker) {
        var join = own(worker).result().get(0);
        var unpatched = unpatched(worker);
        return Stream.concat(join.keySet().stream(), unpatched.keySet().stream())
                .filter(field -> !OF_NODES.contains(field))
                .allMatch(field -> Objects.equals(join.get(field), unpatched.get(field)));
    }

    /** Applies all of the user's patches, which fails as writing a configuration would, and returns what he may have meant otherwise. */
    public Set<String> check() {
        var decided = new DecidedFields(plan);
        var documents = new ClusterDocuments(plan);
        var cluster = documents.patched();
        var warnings = new LinkedHashSet<>(cluster.warnings());
        decided.check(documents.all(), cluster.result());
        for (var node : plan.nodes()) {
            var own = own(node);
            warnings.addAll(own.warnings());
            decided.check(List.of(unpatched(node)), own.result());
            if (node.role() == Role.CONTROL_PLANE && !isFirst(node) && together(node)) {
                warnings.addAll(
                        SkippedPhases.unheeded(SkippedPhases.of(own.result().get(0)), Set.of(SkippedPhases.PREFLIGHT)));
            }
        }
        warnings.addAll(skipped().check());
        return warnings;
    }

    /** Returns the names and addresses that every API server answers to besides its node's: the plan's, and those that patches add. */
    public static List<String> apiServerNames(ClusterPlan plan) {
        return DecidedFields.texts(new ClusterDocuments(plan).patched().result().get(0), DecidedFields.CERT_SANS);
    }

    /**
     * Returns the configuration for {@code kubeadm init} in {@code node}. A node that begins together with the first one is
     * patched as one that joins: for the user it is one of these.
     */
    public String init(NodePlan node) {
        var own = own(node).result().get(0);
        var documents = new ArrayList<Map<String, @Nullable Object>>();
        documents.add(isFirst(node) ? own : asInit(node, own));
        documents.addAll(new ClusterDocuments(plan).forControlPlanes());
        return Yaml.dumpAll(documents);
    }

    /** Returns the configuration for {@code kubeadm join} in {@code node}, with discovery by file. */
    public String join(NodePlan node) {
        return Yaml.dump(own(node).result().get(0));
    }

    private boolean isFirst(NodePlan node) {
        return node.equals(plan.firstControlPlane());
    }

    /** Returns the document about a node itself. */
    private Patched<List<Map<String, @Nullable Object>>> own(NodePlan node) {
        return KubeadmPatches.apply(
                List.of(unpatched(node)), List.of(plan.software().kubeadmPatches(), node.patches()));
    }

    private Map<String, Object> unpatched(NodePlan node) {
        return isFirst(node) ? initDocument(node) : joinDocument(node);
    }

    private Map<String, Object> initDocument(NodePlan node) {
        var init = document(API_VERSION, "InitConfiguration");
        init.put(
                "bootstrapTokens",
                List.of(ordered(
                        "token",
                        credentials.token().value(),
                        "ttl",
                        credentials.timeToLive().toMinutes() + "m0s")));
        init.put("localAPIEndpoint", localEndpoint(node.address()));
        init.put("nodeRegistration", registration(node));
        putPatches(init, new ComponentPatches(plan).of(node));
        // The checks are about machines that kubeadm has never seen; minik made this one.
        var skipped = new ArrayList<>(List.of(SkippedPhases.PREFLIGHT));
        if (plan.kubeProxyMode() == KubeProxyMode.NONE) {
            skipped.add(SkippedPhases.PROXY);
        }
        init.put("skipPhases", skipped);
        return init;
    }

    private Map<String, Object> joinDocument(NodePlan node) {
        var join = document(API_VERSION, "JoinConfiguration");
        join.put(
                "discovery",
                ordered(
                        "file",
                        ordered("kubeConfigPath", DISCOVERY_FILE),
                        "tlsBootstrapToken",
                        credentials.token().value()));
        if (node.role() == Role.CONTROL_PLANE) {
            join.put("controlPlane", ordered("localAPIEndpoint", localEndpoint(node.address())));
        }
        join.put("nodeRegistration", registration(node));
        putPatches(join, new ComponentPatches(plan).of(node));
        join.put("skipPhases", List.of(SkippedPhases.PREFLIGHT));
        return join;
    }

    /** Says of a node that begins what was said of one that joins. */
    private Map<String, @Nullable Object> asInit(NodePlan node, Map<String, @Nullable Object> join) {
        Map<String, @Nullable Object> init = new LinkedHashMap<>(initDocument(node));
        for (String field : OF_NODES) {
            if (join.containsKey(field)) {
                init.put(field, join.get(field));
            }
        }
        if (node.role() == Role.WORKER && init.get("nodeRegistration") instanceof Map<?, ?> registration) {
            init.put("nodeRegistration", withTaintsOfKubelet(registration));
        }
        if (join.get("controlPlane") instanceof Map<?, ?> controlPlane
                && controlPlane.get("localAPIEndpoint") instanceof Map<?, ?> endpoint) {
            init.put("localAPIEndpoint", endpoint);
        }
        return init;
    }

    /** Has the kubelet register with its taints, as kubeadm does when a worker joins; those of who begins a cluster it sets itself. */
    private static Map<Object, @Nullable Object> withTaintsOfKubelet(Map<?, ?> registration) {
        var result = new LinkedHashMap<Object, @Nullable Object>(registration);
        if (registration.get("taints") instanceof List<?> taints
                && !taints.isEmpty()
                && !String.valueOf(registration.get("kubeletExtraArgs")).contains("name=" + KUBELET_TAINTS)) {
            var arguments = new ArrayList<@Nullable Object>();
            arguments.add(argument(
                    KUBELET_TAINTS, taints.stream().map(KubeadmConfig::text).collect(joining(","))));
            if (registration.get("kubeletExtraArgs") instanceof List<?> given) {
                arguments.addAll(given);
            }
            result.put("kubeletExtraArgs", arguments);
        }
        return result;
    }

    private static String text(Object taint) {
        if (!(taint instanceof Map<?, ?> fields)) {
            return String.valueOf(taint);
        }
        var value = fields.get("value");
        return fields.get("key") + (value == null ? "" : "=" + value) + ":" + fields.get("effect");
    }

    private static Map<String, Object> registration(NodePlan node) {
        var arguments = new ArrayList<Object>();
        arguments.add(argument("node-ip", CommaList.of(node.addresses())));
        arguments.add(argument("provider-id", "minik://" + node.name()));
        if (!node.labels().isEmpty()) {
            arguments.add(argument("node-labels", CommaList.of(new TreeMap<>(node.labels()).entrySet())));
        }
        return ordered(
                "name",
                node.name(),
                "criSocket",
                RUNTIME_SOCKET,
                "taints",
                node.taints().stream().map(KubeadmConfig::taint).toList(),
                "kubeletExtraArgs",
                arguments);
    }

    static Map<String, Object> taint(Taint taint) {
        var map = ordered("key", taint.key());
        if (!taint.value().isEmpty()) {
            map.put("value", taint.value());
        }
        map.put("effect", taint.effect());
        return map;
    }
}
