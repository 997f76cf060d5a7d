/** Tests of published ports. */
@NullMarked
package dev.minik.cluster.port;

import org.jspecify.annotations.NullMarked;
