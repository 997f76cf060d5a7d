/** The life of a cluster: creating, listing, judging and removing it; each operation reads as a table of contents. */
@NullMarked
package dev.minik.cluster;

import org.jspecify.annotations.NullMarked;
