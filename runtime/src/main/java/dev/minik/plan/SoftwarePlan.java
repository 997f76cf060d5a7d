package dev.minik.plan;

import dev.minik.config.ComponentsConfig;
import dev.minik.config.EtcdConfig;
import dev.minik.patch.KubeadmPatches;

/**
 * What is said of Kubernetes' programs in a cluster.
 *
 * @param components Kubernetes' components
 * @param etcd where the cluster keeps its state
 * @param kubeadmPatches patches of every node's kubeadm configuration
 */
public record SoftwarePlan(ComponentsConfig components, EtcdConfig etcd, KubeadmPatches kubeadmPatches) {}
