@NullMarked
package dev.minik.cluster.apply;

import org.jspecify.annotations.NullMarked;
