@NullMarked
package dev.minik.network;

import org.jspecify.annotations.NullMarked;
