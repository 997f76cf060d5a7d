/** The port through which the runtime asks for a node image; the module that builds images implements it. */
@NullMarked
package dev.minik.nodeimage;

import org.jspecify.annotations.NullMarked;
