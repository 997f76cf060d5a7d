/** Ports of clusters that exist on the host, each published by a small container of its own. */
@NullMarked
package dev.minik.cluster.port;

import org.jspecify.annotations.NullMarked;
