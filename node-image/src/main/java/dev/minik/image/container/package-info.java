/** Container images: how they are described, archived, and put together from programs; and the helper containers of a build. */
@NullMarked
package dev.minik.image.container;

import org.jspecify.annotations.NullMarked;
