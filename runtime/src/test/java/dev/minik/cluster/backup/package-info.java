/** Tests of backups. */
@NullMarked
package dev.minik.cluster.backup;

import org.jspecify.annotations.NullMarked;
