/** The values that everything speaks about: names, addresses, versions, roles, image references. Valid by construction. */
@NullMarked
package dev.minik.model;

import org.jspecify.annotations.NullMarked;
