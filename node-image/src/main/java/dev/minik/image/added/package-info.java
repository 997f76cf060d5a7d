/** Bakes container images into node images that are there already. */
@NullMarked
package dev.minik.image.added;

import org.jspecify.annotations.NullMarked;
