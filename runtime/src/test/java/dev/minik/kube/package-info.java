@NullMarked
package dev.minik.kube;

import org.jspecify.annotations.NullMarked;
