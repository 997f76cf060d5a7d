/** Registries of minik's own as clusters see them: which there are, how they are reached from a cluster, and what its nodes are told. */
@NullMarked
package dev.minik.registry;

import org.jspecify.annotations.NullMarked;
