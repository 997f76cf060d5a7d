/**
 * Builds node images: a base system, the node's programs, Kubernetes from a chosen source, and the container images that a cluster
 * starts with, unpacked. Every piece is cached by what went into it, so that only what changed is made again.
 */
@NullMarked
package dev.minik.image;

import org.jspecify.annotations.NullMarked;
