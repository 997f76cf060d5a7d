/** Makes, lists and removes registries of minik's own, and wires them into clusters that live. */
@NullMarked
package dev.minik.cluster.registry;

import org.jspecify.annotations.NullMarked;
