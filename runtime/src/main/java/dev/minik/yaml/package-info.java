/** Reading and writing YAML. The only package that touches SnakeYAML. */
@NullMarked
package dev.minik.yaml;

import org.jspecify.annotations.NullMarked;
