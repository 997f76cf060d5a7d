/** Where the manifests of pods' networks come from: a file, a URL, or what others publish, known by its digest. */
@NullMarked
package dev.minik.network;

import org.jspecify.annotations.NullMarked;
