/** What there is to launch: the Kubernetes versions that minik knows and what belongs to each, read from one catalogue file. */
@NullMarked
package dev.minik.release;

import org.jspecify.annotations.NullMarked;
