/**
 * What the user asks for: the cluster configuration as records, and the loader that reads it from YAML and flags, reporting
 * all problems at once, each with its path.
 */
@NullMarked
package dev.minik.config;

import org.jspecify.annotations.NullMarked;
