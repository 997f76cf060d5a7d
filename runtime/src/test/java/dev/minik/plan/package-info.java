@NullMarked
package dev.minik.plan;

import org.jspecify.annotations.NullMarked;
