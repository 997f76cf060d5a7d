/** {@link dev.minik.engine.Engine} spoken through docker-java: Docker, and whatever else serves Docker's API. */
@NullMarked
package dev.minik.engine.docker;

import org.jspecify.annotations.NullMarked;
