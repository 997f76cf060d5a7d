/** The image of minik's own registries: a program compiled from Go modules, and nothing else. */
@NullMarked
package dev.minik.image.registry;

import org.jspecify.annotations.NullMarked;
