/** Keeps generated pages of the documentation what they would be if they were generated now. */
@NullMarked
package dev.minik.docs;

import org.jspecify.annotations.NullMarked;
