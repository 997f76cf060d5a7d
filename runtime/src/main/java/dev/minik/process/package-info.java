/** Running programs of the host: always by argument arrays, always bounded in time, with one fake-able port. */
@NullMarked
package dev.minik.process;

import org.jspecify.annotations.NullMarked;
