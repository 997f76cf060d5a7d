/** Snapshots of clusters' state, which etcd keeps, in files of the host, and the way back. */
@NullMarked
package dev.minik.cluster.backup;

import org.jspecify.annotations.NullMarked;
