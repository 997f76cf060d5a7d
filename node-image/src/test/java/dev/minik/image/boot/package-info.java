/**
 * Tests of built node images: they start nodes of one, alone and under an unmodified kind. Tagged {@code image}, as they need an
 * engine, and an image in it: the one named by {@code MINIK_TEST_IMAGE}, or the newest that minik builds.
 */
@NullMarked
package dev.minik.image.boot;

import org.jspecify.annotations.NullMarked;
