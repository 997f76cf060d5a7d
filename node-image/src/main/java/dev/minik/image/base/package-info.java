/** The base system of a node: Debian with systemd and the tools that Kubernetes needs on a host. */
@NullMarked
package dev.minik.image.base;

import org.jspecify.annotations.NullMarked;
