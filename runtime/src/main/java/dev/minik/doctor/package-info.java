/** Finds out whether clusters can run on this host, and what would help where they cannot. */
@NullMarked
package dev.minik.doctor;

import org.jspecify.annotations.NullMarked;
