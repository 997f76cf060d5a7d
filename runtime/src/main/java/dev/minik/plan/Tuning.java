package dev.minik.plan;

import dev.minik.config.ClusterConfig;
import dev.minik.config.Cni;
import dev.minik.config.EtcdConfig;
import dev.minik.config.NetworkingConfig.KubeProxyMode;
import dev.minik.config.TuningLevel;
import dev.minik.model.Role;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What is done otherwise than kubeadm does by default, so that a cluster is ready sooner, or idles with less work. What a user of the
 * cluster sees stays the same.
 */
public enum Tuning {
    /** kubeadm's phases run as soon as each can, side by side. */
    OVERLAPPED_PHASES("kubeadm init takes one phase after the other, and lets its one client ask five times a second;"
            + " phases that do not need each other run side by side"),
    /** What the API server and the controller manager make of an empty cluster is made before. */
    EARLY_OBJECTS(
            "the API server begins with its hundred and forty roles and its priority classes a second after it serves, and the controller"
                    + " manager makes forty accounts before any controller begins; the same ones, which the image knows, are made at once,"
                    + " and both find them"),
    /** Kubelets begin with a client certificate that was signed on the host. */
    KUBELET_CERTIFICATES(
            "a kubelet without a certificate asks the cluster for one, and is started again when it has it;"
                    + " it is signed on the host instead, and renewed by the cluster as usual"),
    /** What kubelets and the controller manager serve with is made on the host. */
    SERVING_CERTIFICATES(
            "a kubelet and a controller manager that find no certificate to serve with make two RSA keys each when they start;"
                    + " here the cluster's CA has signed one, which a metrics server can check besides"),
    /** The controller manager's client may ask more often. */
    CONTROLLER_CLIENT(
            "the controllers fetch a token each when they start; at the default of 20 requests a second that takes five seconds"),
    /** No leader election among one. */
    NO_ELECTION(
            "with one control plane there is nobody to elect, and an election costs seconds after a start or a pause"),
    /** etcd's only member becomes the leader at once. */
    ETCD_TIMES(
            "an etcd that starts waits up to a second for a leader that may be there; one that is alone has none to wait for"),
    /** The etcd members of several control planes begin as one cluster. */
    ETCD_TOGETHER("control planes join an etcd one after the other, each as a learner first;"
            + " members that all begin together need no joining, and elect a leader when most of them are there"),
    /** Control planes whose etcd has nodes of its own begin at once. */
    CONTROL_PLANES_TOGETHER("control planes join one after the other when the first one is there;"
            + " where etcd has nodes of its own they share nothing else, so all of them can begin at once"),
    /** Workers begin with the first control plane. */
    EARLY_WORKERS(
            "a worker joins when the control plane is there, by what it asks the cluster for; that is known before,"
                    + " so its kubelet is set up meanwhile, and registers as soon as the API server serves"),
    /** Until CoreDNS answers, the first control plane has more of the processors than other nodes. */
    FIRST_NODE_SHARE(
            "while a cluster begins, all of its nodes wait for the first control plane, and take as much of the processors each as it;"
                    + " until CoreDNS answers, it gets eight times as much where there is not enough for all"),
    /** CoreDNS's readiness is asked for every second. */
    DNS_PROBE("CoreDNS is not ready at its first probe, and would be asked again only ten seconds later"),
    /** One CoreDNS on one node. */
    ONE_DNS("a second CoreDNS on the same node only costs time and memory"),
    /** kube-proxy takes up changes at once. */
    PROXY_SYNC(
            "kube-proxy waits for a second between two changes of its rules, which spares a node with thousands of services;"
                    + " here it keeps the first calls to a new service waiting"),
    /** The CNI's configuration is written when the node's subnet is known. */
    EARLY_CNI("pods of a node can start when its subnet is known, before the network's own pod runs there;"
            + " nodes with which a cluster begins get theirs as they register"),
    /** Pods of CoreDNS and kube-proxy are made before their controllers can. */
    FIRST_PODS("CoreDNS and kube-proxy wait for the controllers and the scheduler, which take seconds to start;"
            + " a pod of the former on the first node, and pods of the latter, are made beside them and run meanwhile,"
            + " and the controllers adopt them"),
    /** The service kubernetes is reachable before kube-proxy runs. */
    API_SERVICE("pods that start before kube-proxy has written its rules reach the API server by a rule of the node"),
    /** Static pods are asked less often whether they are ready. */
    CALM_PROBES(
            "the API server, etcd and the scheduler are asked every second whether they are ready, with a TLS handshake each;"
                    + " nobody waits for the answer, so every ten seconds will do"),
    /** etcd says less often that nothing has changed. */
    CALM_WATCHES(
            "etcd tells each of the API server's sixty watches every five seconds that nothing has changed; every minute will do,"
                    + " as the API server asks where it must know"),
    /** containerd measures containers less often. */
    CALM_STATISTICS(
            "containerd asks for each container's processor time every second; every ten seconds, as the kubelet does, will do");

    private final String reason;

    Tuning(String reason) {
        this.reason = reason;
    }

    /** Returns its name, such as {@code early-cni}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns why it pays. */
    public String reason() {
        return reason;
    }

    /**
     * Returns what applies to a cluster: nothing where kubeadm is older than 1.32, which puts files elsewhere and has fewer probes, or
     * where it is left to the user.
     *
     * @param images facts of each node's image, the first control plane's first
     */
    static Set<Tuning> of(ClusterConfig config, List<ImageFacts> images) {
        if (config.tuning() == TuningLevel.NONE
                || config.bare()
                || !images.get(0).kubernetesVersion().isAtLeast(1, 32)) {
            return Set.of();
        }
        var all = EnumSet.allOf(Tuning.class);
        var miniksImages = images.stream().allMatch(ImageFacts::builtByMinik);
        if (!miniksImages) {
            all.removeAll(Set.of(EARLY_OBJECTS, CALM_STATISTICS));
        }
        var controlPlanes = config.count(Role.CONTROL_PLANE);
        var external = config.etcd().topology() == EtcdConfig.Topology.EXTERNAL;
        if (controlPlanes > 1) {
            all.remove(NO_ELECTION);
        }
        if ((external ? config.etcd().nodes() : controlPlanes) > 1) {
            all.remove(ETCD_TIMES);
        }
        if (controlPlanes == 1 || external) {
            all.remove(ETCD_TOGETHER);
        }
        if (controlPlanes == 1 || !external) {
            all.remove(CONTROL_PLANES_TOGETHER);
        }
        all.remove(config.nodes().size() > 1 ? ONE_DNS : FIRST_NODE_SHARE);
        if (config.count(Role.WORKER) == 0 || !images.stream().allMatch(Tuning::keepsRuntimeEndpoint)) {
            all.remove(EARLY_WORKERS);
        }
        if (!startsEarly(config.networking().cni(), miniksImages)) {
            all.remove(EARLY_CNI);
        }
        if (config.networking().kubeProxyMode() == KubeProxyMode.NONE) {
            all.removeAll(Set.of(API_SERVICE, PROXY_SYNC));
        }
        // pods that have a network and a way to the API server from the start, and what they refer to
        if (!all.containsAll(Set.of(EARLY_OBJECTS, EARLY_CNI, API_SERVICE))) {
            all.remove(FIRST_PODS);
        }
        return Collections.unmodifiableSet(all);
    }

    /** Before, kubeadm noted a node's container runtime on its Node, for which the cluster must be there. https://kep.k8s.io/4656 */
    private static boolean keepsRuntimeEndpoint(ImageFacts image) {
        return image.kubernetesVersion().isAtLeast(1, 34);
    }

    private static boolean startsEarly(Cni cni, boolean miniksImages) {
        return switch (cni.earlyStart()) {
            case NEVER -> false;
            case BY_MINIKS_IMAGES -> miniksImages;
            case BY_ITSELF -> true;
        };
    }
}
