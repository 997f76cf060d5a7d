/** The commands, one class each: they parse, call the runtime and print. */
@NullMarked
package dev.minik.cli.command;

import org.jspecify.annotations.NullMarked;
