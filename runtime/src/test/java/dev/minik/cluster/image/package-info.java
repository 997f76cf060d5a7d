@NullMarked
package dev.minik.cluster.image;

import org.jspecify.annotations.NullMarked;
