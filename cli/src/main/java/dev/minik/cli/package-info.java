/** The {@code minik} command: puts commands, console and runtime together, and is the one way out for errors and signals. */
@NullMarked
package dev.minik.cli;

import org.jspecify.annotations.NullMarked;
