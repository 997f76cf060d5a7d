/** Podman for tests: a service of a test's own, and an image that needs nothing but this host's programs. */
@NullMarked
package dev.minik.engine.podman;

import org.jspecify.annotations.NullMarked;
