/**
 * The patches of kind's config, applied as kind applies them: to kubeadm's documents, and to containerd's configuration. Pure
 * functions; the only package that touches the libraries for TOML and for JSON patches, which load when a patch is there.
 *
 * @see <a href="https://kind.sigs.k8s.io/docs/user/configuration/#kubeadm-config-patches">kubeadm config patches</a>
 */
@NullMarked
package dev.minik.patch;

import org.jspecify.annotations.NullMarked;
