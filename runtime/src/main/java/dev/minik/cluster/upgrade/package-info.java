/** Brings clusters that run to a newer Kubernetes, as kubeadm does it: node by node, one minor version at a time. */
@NullMarked
package dev.minik.cluster.upgrade;

import org.jspecify.annotations.NullMarked;
