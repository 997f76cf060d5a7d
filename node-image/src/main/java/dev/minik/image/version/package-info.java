/** Which version of what goes into a node image, and what its container images are called. */
@NullMarked
package dev.minik.image.version;

import org.jspecify.annotations.NullMarked;
