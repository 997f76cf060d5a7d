package dev.minik.image.version;

import dev.minik.image.base.BaseRecipe;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The full names of the container images in a node image: kubeadm's as {@code kubeadm config images list} prints them, flannel's and
 * local-path-provisioner's as their upstream manifests name them. Those of haproxy and keepalived are minik's own, made of Debian's packages.
 */
public record ImageNames(
        Map<String, String> components,
        String etcd,
        String coreDns,
        String pause,
        String flannel,
        String localPathProvisioner,
        String busybox,
        String haproxy,
        String keepalived) {
    /** Kubernetes' programs that run in containers, one image each. */
    public static final List<String> COMPONENTS =
            List.of("kube-apiserver", "kube-controller-manager", "kube-scheduler", "kube-proxy");

    private static final String REGISTRY = "registry.k8s.io/";

    /** Copies the map. */
    public ImageNames {
        // in one order always: the names are an input of what is built, and a digest of them must not change by itself
        components = Collections.unmodifiableMap(new TreeMap<>(components));
    }

    /** Returns the names for some versions. */
    public static ImageNames of(ComponentVersions versions) {
        var components = new TreeMap<String, String>();
        COMPONENTS.forEach(name -> components.put(name, "%s%s:%s".formatted(REGISTRY, name, versions.kubernetes())));
        return new ImageNames(
                components,
                REGISTRY + "etcd:" + versions.etcdTag(),
                REGISTRY + "coredns/coredns:" + versions.coreDns(),
                REGISTRY + "pause:" + versions.pauseTag(),
                "ghcr.io/flannel-io/flannel:" + versions.flannel(),
                "docker.io/rancher/local-path-provisioner:" + versions.localPathProvisioner(),
                "docker.io/library/busybox:stable",
                "localhost/minik-haproxy:" + BaseRecipe.SUITE,
                "localhost/minik-keepalived:" + BaseRecipe.SUITE);
    }

    /** Returns those that kubeadm asks for. */
    public Set<String> kubeadm() {
        var names = new TreeSet<>(components.values());
        names.addAll(List.of(etcd, coreDns, pause));
        return names;
    }

    /** Returns what placeholders in templates stand for. */
    public Map<String, String> placeholders(ComponentVersions versions) {
        return Map.of(
                "KUBERNETES_VERSION", versions.kubernetes().toString(),
                "ETCD_IMAGE", etcd,
                "COREDNS_IMAGE", coreDns,
                "PAUSE_IMAGE", pause,
                "FLANNEL_IMAGE", flannel,
                "LOCAL_PATH_IMAGE", localPathProvisioner,
                "BUSYBOX_IMAGE", busybox,
                "HAPROXY_IMAGE", haproxy,
                "KEEPALIVED_IMAGE", keepalived);
    }
}
