/**
 * What a build has made already, on disk, found again by a digest of everything that went into it. An entry is trusted only when
 * it was completed: an interrupted build leaves nothing that a later one mistakes for a result.
 */
@NullMarked
package dev.minik.image.cache;

import org.jspecify.annotations.NullMarked;
