/** Where a machine of the Debian family gets its packages from. */
@NullMarked
package dev.minik.apt;

import org.jspecify.annotations.NullMarked;
