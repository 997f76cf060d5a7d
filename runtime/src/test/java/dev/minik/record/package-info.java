@NullMarked
package dev.minik.record;

import org.jspecify.annotations.NullMarked;
