/** What is asked of a cluster's API server. The only package that speaks its protocol. */
@NullMarked
package dev.minik.kube;

import org.jspecify.annotations.NullMarked;
