/** Events that long operations emit while they run. The core says what happened; who listens decides how it looks. */
@NullMarked
package dev.minik.progress;

import org.jspecify.annotations.NullMarked;
