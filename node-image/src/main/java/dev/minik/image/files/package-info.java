/** The files of our own in a node image: read from the class path, with their modes from a list and their versions filled in. */
@NullMarked
package dev.minik.image.files;

import org.jspecify.annotations.NullMarked;
