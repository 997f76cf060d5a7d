/** Finding the engine to use, in the order a user of Docker's or Podman's command line expects. */
@NullMarked
package dev.minik.engine.locate;

import org.jspecify.annotations.NullMarked;
