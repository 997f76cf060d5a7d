/** How results look on standard output: names, tables, JSON and YAML. Its own JSON writer starts faster than a library. */
@NullMarked
package dev.minik.cli.output;

import org.jspecify.annotations.NullMarked;
