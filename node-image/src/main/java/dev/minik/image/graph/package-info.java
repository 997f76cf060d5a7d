/** Steps that depend on each other and run at the same time where they can. */
@NullMarked
package dev.minik.image.graph;

import org.jspecify.annotations.NullMarked;
