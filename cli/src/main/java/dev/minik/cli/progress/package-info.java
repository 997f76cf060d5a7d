/** What operations tell while they run, rendered on standard error for a terminal, a log or a program. */
@NullMarked
package dev.minik.cli.progress;

import org.jspecify.annotations.NullMarked;
