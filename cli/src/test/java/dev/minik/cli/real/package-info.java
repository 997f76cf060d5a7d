/** Tests of the whole program on real clusters: they start {@code ./minik} as a user does. Tagged, so that the default build leaves them out. */
@NullMarked
package dev.minik.cli.real;

import org.jspecify.annotations.NullMarked;
