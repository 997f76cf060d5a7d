/**
 * An engine in memory for tests, which keeps {@link dev.minik.engine.EngineContractTest the engine contract}. Shared with the
 * other modules' tests.
 */
@NullMarked
package dev.minik.engine.fake;

import org.jspecify.annotations.NullMarked;
