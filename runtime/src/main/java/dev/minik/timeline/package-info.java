/** What happened when, while a cluster was made: told by minik's own steps and by the nodes' journals, written as a trace or a picture. */
@NullMarked
package dev.minik.timeline;

import org.jspecify.annotations.NullMarked;
