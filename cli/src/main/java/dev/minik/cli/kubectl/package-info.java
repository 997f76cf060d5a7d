/** Running the kubectl that belongs to a cluster. */
@NullMarked
package dev.minik.cli.kubectl;

import org.jspecify.annotations.NullMarked;
