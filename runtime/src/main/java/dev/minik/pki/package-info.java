/**
 * The keys and certificates of a cluster, made on the host while the nodes boot. kubeadm keeps every file that it finds, so they are
 * made to the rules of its {@code certs} and {@code kubeconfig} phases. The only package that touches Bouncy Castle.
 *
 * @see <a href="https://kubernetes.io/docs/setup/best-practices/certificates/">PKI certificates and requirements</a>
 */
@NullMarked
package dev.minik.pki;

import org.jspecify.annotations.NullMarked;
