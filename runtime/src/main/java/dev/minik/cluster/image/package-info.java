/** Container images in the nodes of clusters: loading what a node lacks, listing, removing. */
@NullMarked
package dev.minik.cluster.image;

import org.jspecify.annotations.NullMarked;
