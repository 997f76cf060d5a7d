@org.jspecify.annotations.NullMarked
package dev.minik.cluster.registry;
