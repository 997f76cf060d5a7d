/** Reading and writing tar archives. The only package that touches Commons Compress. */
@NullMarked
package dev.minik.archive;

import org.jspecify.annotations.NullMarked;
