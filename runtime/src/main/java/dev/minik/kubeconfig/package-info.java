/**
 * The kubeconfig files of the user: minik's entries are merged into them and removed again, while everything else in them stays as it
 * is. Files are found as kubectl finds them, locked as client-go locks them, and replaced in one step.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/">Organizing cluster access using
 *     kubeconfig files</a>
 */
@NullMarked
package dev.minik.kubeconfig;

import org.jspecify.annotations.NullMarked;
