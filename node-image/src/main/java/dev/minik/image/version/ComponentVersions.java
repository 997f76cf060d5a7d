package dev.minik.image.version;

import dev.minik.image.go.GoModule;
import dev.minik.model.KubernetesVersion;
import java.util.List;

/**
 * The versions of everything in one node image.
 *
 * <p>kubeadm decides the tags of etcd, CoreDNS and pause: {@code DefaultEtcdVersion}, {@code CoreDNSVersion} and {@code PauseVersion}
 * in <a href="https://github.com/kubernetes/kubernetes/blob/master/cmd/kubeadm/app/constants/constants.go">its constants</a>, printed
 * by {@code kubeadm config images list}.
 *
 * @param kubernetes the Kubernetes version
 * @param etcd etcd's release, such as {@code v3.7.0}
 * @param etcdTag its image's tag, such as {@code 3.7.0-0}
 * @param coreDns CoreDNS's release, which is its image's tag
 * @param pauseTag the pause image's tag
 * @param containerd containerd's release
 * @param runc runc's release
 * @param criTools crictl's release
 * @param cniPlugins the release of the CNI plugins
 * @param flannel flannel's release, which is its image's tag
 * @param flannelCniPlugin the release of the CNI plugins that still held flannel's
 * @param localPathProvisioner the release of local-path-provisioner, which is its image's tag
 * @param kubernetesLibraries the release of Kubernetes' client libraries that CoreDNS, flannel and the like are compiled
 *     with: one for all of them, and Kubernetes' own where the newest is built, so that they are compiled once
 */
public record ComponentVersions(
        KubernetesVersion kubernetes,
        String etcd,
        String etcdTag,
        String coreDns,
        String pauseTag,
        String containerd,
        String runc,
        String criTools,
        String cniPlugins,
        String flannel,
        String flannelCniPlugin,
        String localPathProvisioner,
        String kubernetesLibraries) {
    private static final String DEFAULT_LIBRARIES = "v0.37.0";

    /** Returns the versions for a Kubernetes version, given what its kubeadm wants; the rest is the same for all. */
    public static ComponentVersions of(
            KubernetesVersion kubernetes, String etcd, String etcdTag, String coreDns, String pauseTag) {
        return new ComponentVersions(
                kubernetes,
                etcd,
                etcdTag,
                coreDns,
                pauseTag,
                "v2.3.4",
                "v1.4.3",
                "v1.36.0",
                "v1.9.1",
                "v0.28.4",
                "v0.9.1",
                "v0.0.30",
                DEFAULT_LIBRARIES);
    }

    /** Returns the versions that this release of minik knows, newest first. */
    public static List<ComponentVersions> known() {
        return List.of(
                of(KubernetesVersion.parse("v1.37.0"), "v3.7.0", "3.7.0-0", "v1.14.6", "3.10.2"),
                of(KubernetesVersion.parse("v1.36.3"), "v3.6.8", "3.6.8-0", "v1.14.2", "3.10.2"),
                of(KubernetesVersion.parse("v1.35.4"), "v3.6.6", "3.6.6-0", "v1.13.1", "3.10.1"));
    }

    /** Returns Kubernetes' client libraries, as modules. */
    public List<GoModule> libraries() {
        return List.of("api", "apimachinery", "client-go", "component-base").stream()
                .map(name -> new GoModule("k8s.io/" + name, kubernetesLibraries))
                .toList();
    }
}
