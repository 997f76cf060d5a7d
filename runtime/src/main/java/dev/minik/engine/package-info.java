/** The container engine, as minik sees it: one port, {@link dev.minik.engine.Engine}, and the records that cross it. */
@NullMarked
package dev.minik.engine;

import org.jspecify.annotations.NullMarked;
