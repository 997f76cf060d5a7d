/** By what files and texts are known again, and known to be whole. */
@NullMarked
package dev.minik.digest;

import org.jspecify.annotations.NullMarked;
