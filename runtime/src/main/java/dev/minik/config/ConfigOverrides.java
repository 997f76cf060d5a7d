package dev.minik.config;

import dev.minik.model.KubernetesVersion;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the command line and the environment say about a cluster; it goes before the file.
 *
 * @param name the cluster's name, from a flag, an argument or the environment
 * @param image the image of every node
 * @param kubernetesVersion the Kubernetes version
 * @param controlPlanes number of control planes; replaces the file's nodes of that role, keeping the first one's settings
 * @param workers number of workers, likewise
 * @param bare whether only nodes are made, without a cluster on them
 * @param tuning how much the cluster may differ from kubeadm's defaults
 */
public record ConfigOverrides(
        Optional<String> name,
        Optional<String> image,
        Optional<KubernetesVersion> kubernetesVersion,
        OptionalInt controlPlanes,
        OptionalInt workers,
        boolean bare,
        Optional<TuningLevel> tuning) {
    /** Says nothing. */
    public static final ConfigOverrides NONE = new ConfigOverrides(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            OptionalInt.empty(),
            OptionalInt.empty(),
            false,
            Optional.empty());
}
