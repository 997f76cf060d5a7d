package dev.minik.release;

import dev.minik.model.KubernetesVersion;
import java.util.List;

/**
 * A Kubernetes version and what its kubeadm expects to find. The sources are kubeadm's constants,
 * <a href="https://github.com/kubernetes/kubernetes/blob/master/cmd/kubeadm/app/constants/constants.go">constants.go</a>
 * at the tag of that version: an image under another tag would be pulled instead of used.
 *
 * @param version the version
 * @param etcd tag of the etcd image, such as {@code 3.7.0-0}
 * @param etcdModule version of the Go module that etcd is built from, such as {@code v3.7.0}
 * @param coreDns tag of the CoreDNS image and version of its Go module, such as {@code v1.14.6}
 * @param pause tag of the pause image, such as {@code 3.10.2}
 * @param kubeadmApi version of {@code kubeadm.k8s.io} to configure kubeadm in, such as {@code v1beta4}
 */
public record KubernetesRelease(
        KubernetesVersion version, String etcd, String etcdModule, String coreDns, String pause, String kubeadmApi) {
    private static final String REGISTRY = "registry.k8s.io";

    /** Returns the reference of the etcd image. */
    public String etcdImage() {
        return REGISTRY + "/etcd:" + etcd;
    }

    /** Returns the reference of the CoreDNS image. */
    public String coreDnsImage() {
        return REGISTRY + "/coredns/coredns:" + coreDns;
    }

    /** Returns the reference of the pause image, which is also containerd's sandbox image. */
    public String pauseImage() {
        return REGISTRY + "/pause:" + pause;
    }

    /** Returns the reference of the image of a Kubernetes component, such as {@code kube-apiserver}. */
    public String componentImage(String component) {
        return REGISTRY + "/" + component + ":" + version;
    }

    /** Returns the references of all images that {@code kubeadm config images list} of this version names. */
    public List<String> images() {
        return List.of(
                componentImage("kube-apiserver"),
                componentImage("kube-controller-manager"),
                componentImage("kube-scheduler"),
                componentImage("kube-proxy"),
                coreDnsImage(),
                pauseImage(),
                etcdImage());
    }
}
