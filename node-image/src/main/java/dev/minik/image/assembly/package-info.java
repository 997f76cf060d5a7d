/** Puts layers and container images together from what the other packages made. */
@NullMarked
package dev.minik.image.assembly;

import org.jspecify.annotations.NullMarked;
