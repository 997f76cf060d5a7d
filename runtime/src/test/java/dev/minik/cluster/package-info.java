@NullMarked
package dev.minik.cluster;

import org.jspecify.annotations.NullMarked;
