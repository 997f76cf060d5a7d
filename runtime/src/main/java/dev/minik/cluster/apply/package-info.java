/** Makes a cluster that exists what a config file says, as far as that can be done while it lives. */
@NullMarked
package dev.minik.cluster.apply;

import org.jspecify.annotations.NullMarked;
