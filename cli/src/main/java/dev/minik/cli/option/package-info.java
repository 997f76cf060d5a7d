/** Options and option types that several commands share. */
@NullMarked
package dev.minik.cli.option;

import org.jspecify.annotations.NullMarked;
