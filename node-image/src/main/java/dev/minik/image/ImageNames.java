package dev.minik.image;

import dev.minik.image.program.Kubernetes;
import java.util.Map;
import java.util.TreeMap;

/**
 * The full names of the container images in a node image: kubeadm's as {@code kubeadm config images list} prints them, flannel's and
 * local-path-provisioner's as their upstream manifests name them.
 */
public record ImageNames(
        Map<String, String> components,
        String etcd,
        String coreDns,
        String pause,
        String flannel,
        String localPathProvisioner,
        String busybox) {
    private static final String REGISTRY = "registry.k8s.io/";

    /** Copies the map. */
    public ImageNames {
        components = Map.copyOf(components);
    }

    /** Returns the names for some versions. */
    public static ImageNames of(ComponentVersions versions) {
        var components = new TreeMap<String, String>();
        Kubernetes.COMPONENTS.forEach(name ->
                components.put(name, "%s%s:%s".formatted(REGISTRY, name, versions.kubernetes())));
        return new ImageNames(
                components,
                REGISTRY + "etcd:" + versions.etcdTag(),
                REGISTRY + "coredns/coredns:" + versions.coreDns(),
                REGISTRY + "pause:" + versions.pauseTag(),
                "ghcr.io/flannel-io/flannel:" + versions.flannel(),
                "docker.io/rancher/local-path-provisioner:" + versions.localPathProvisioner(),
                "docker.io/library/busybox:stable");
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
                "BUSYBOX_IMAGE", busybox);
    }
}
