@NullMarked
package dev.minik.doctor;

import org.jspecify.annotations.NullMarked;
