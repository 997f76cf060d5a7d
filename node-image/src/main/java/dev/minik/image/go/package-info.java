/** Compiling programs from Go modules with the host's Go, without a checkout of anybody's repository. */
@NullMarked
package dev.minik.image.go;

import org.jspecify.annotations.NullMarked;
