/** What commands need from the rest of minik, as ports: opened only when a command asks, faked in tests. */
@NullMarked
package dev.minik.cli.port;

import org.jspecify.annotations.NullMarked;
