@NullMarked
package dev.minik.cluster.upgrade;

import org.jspecify.annotations.NullMarked;
