/** The life of clusters that exist: stopping, starting, freezing and thawing them. */
@NullMarked
package dev.minik.cluster.life;

import org.jspecify.annotations.NullMarked;
