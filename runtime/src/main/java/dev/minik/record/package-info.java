/** What a cluster keeps of itself in its control planes: how it was asked for, and what was decided. */
@NullMarked
package dev.minik.record;

import org.jspecify.annotations.NullMarked;
