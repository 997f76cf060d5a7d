/** Completion scripts for shells, made from the command model. */
@NullMarked
package dev.minik.cli.completion;

import org.jspecify.annotations.NullMarked;
