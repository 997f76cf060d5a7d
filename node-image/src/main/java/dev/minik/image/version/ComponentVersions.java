package dev.minik.image.version;

import dev.minik.image.go.GoModule;
import dev.minik.model.KubernetesVersion;
import dev.minik.release.KubernetesCatalogue;
import dev.minik.release.KubernetesRelease;
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
 * @param go the oldest Go that compiles all of this
 * @param containerd containerd's release
 * @param runc runc's release
 * @param criTools crictl's release
 * @param cniPlugins the release of the CNI plugins
 * @param flannel flannel's release, which is its image's tag
 * @param flannelCniPlugin the release of the CNI plugins that still held flannel's
 * @param localPathProvisioner the release of local-path-provisioner, which is its image's tag
 * @param kubernetesLibraries the release of Kubernetes' client libraries that CoreDNS, flannel and the like are compiled
 *     with: one for all of them, and Kubernetes' own where the catalogue's default is built, so that they are compiled once
 */
public record ComponentVersions(
        KubernetesVersion kubernetes,
        String etcd,
        String etcdTag,
        String coreDns,
        String pauseTag,
        String go,
        String containerd,
        String runc,
        String criTools,
        String cniPlugins,
        String flannel,
        String flannelCniPlugin,
        String localPathProvisioner,
        String kubernetesLibraries) {

    /** Returns the versions for a release, as the catalogue has them. */
    public static ComponentVersions of(KubernetesCatalogue catalogue, KubernetesRelease release) {
        var components = catalogue.components();
        var newest = catalogue.defaultRelease().version();
        return new ComponentVersions(
                release.version(),
                release.etcdModule(),
                release.etcd(),
                release.coreDns(),
                release.pause(),
                components.go(),
                components.containerd(),
                components.runc(),
                components.crictl(),
                components.cniPlugins(),
                components.flannel(),
                components.flannelCniPlugin(),
                components.localPathProvisioner(),
                "v0.%d.%d".formatted(newest.minor(), newest.patch()));
    }

    /** Returns the versions of all releases in the catalogue. */
    public static List<ComponentVersions> all(KubernetesCatalogue catalogue) {
        return catalogue.supported().stream()
                .map(release -> of(catalogue, release))
                .toList();
    }

    /** Returns Kubernetes' client libraries, as modules. */
    public List<GoModule> libraries() {
        return List.of("api", "apimachinery", "apiserver", "client-go", "component-base").stream()
                .map(name -> new GoModule("k8s.io/" + name, kubernetesLibraries))
                .toList();
    }
}
