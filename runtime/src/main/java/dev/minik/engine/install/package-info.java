/**
 * Installing what minik needs on hosts of the Debian family: a container engine, and the tools that build node images from
 * source. Every change is a command of the system's package manager, told before it is made.
 */
@NullMarked
package dev.minik.engine.install;

import org.jspecify.annotations.NullMarked;
