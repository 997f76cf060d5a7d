/** What kubeadm is given: its configuration, the discovery file of joining nodes, and its patches. */
@NullMarked
package dev.minik.kubeadm;

import org.jspecify.annotations.NullMarked;
