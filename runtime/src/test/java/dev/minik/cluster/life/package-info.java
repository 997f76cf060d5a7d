@NullMarked
package dev.minik.cluster.life;

import org.jspecify.annotations.NullMarked;
