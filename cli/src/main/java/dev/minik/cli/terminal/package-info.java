/** The process's surroundings: its streams, whether they are terminals, and its environment. */
@NullMarked
package dev.minik.cli.terminal;

import org.jspecify.annotations.NullMarked;
