/** What can go wrong, and with which exit code: every failure a user can cause or meet is a {@link dev.minik.error.MinikException}. */
@NullMarked
package dev.minik.error;

import org.jspecify.annotations.NullMarked;
