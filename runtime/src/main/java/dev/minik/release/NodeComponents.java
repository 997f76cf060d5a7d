package dev.minik.release;

/**
 * What a node image holds besides Kubernetes, as versions of the Go modules that it is built from, such as {@code v2.3.4}.
 *
 * @param go the oldest Go that compiles these and all releases, such as {@code 1.26.3}
 * @param containerd containerd, its shim and {@code ctr}
 * @param runc runc
 * @param crictl crictl
 * @param cniPlugins the CNI project's plugins: bridge, host-local, loopback, portmap, ptp
 * @param flannel flannel's daemon
 * @param flannelCniPlugin flannel's CNI plugin
 * @param localPathProvisioner the provisioner of the default StorageClass
 */
public record NodeComponents(
        String go,
        String containerd,
        String runc,
        String crictl,
        String cniPlugins,
        String flannel,
        String flannelCniPlugin,
        String localPathProvisioner) {}
