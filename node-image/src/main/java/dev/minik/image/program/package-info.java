/** The programs in a node image and where they come from: compiled, downloaded or taken from a local build. */
@NullMarked
package dev.minik.image.program;

import org.jspecify.annotations.NullMarked;
