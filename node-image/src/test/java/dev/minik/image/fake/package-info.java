/** Stand-ins for the outside world. */
@NullMarked
package dev.minik.image.fake;

import org.jspecify.annotations.NullMarked;
