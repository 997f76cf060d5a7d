package dev.minik.engine;

import dev.minik.model.MountPropagation;

/** Something mounted into a container. */
public sealed interface Mount {
    /** Returns where it is mounted in the container. */
    String target();

    /**
     * A named volume.
     *
     * @param copyImageContent whether a new volume is first filled with what the image has at that place, which costs the
     *     time and disk of a full copy
     */
    record Volume(String name, String target, boolean copyImageContent) implements Mount {}

    /** A host path. */
    record Bind(String source, String target, boolean readOnly, boolean selinuxRelabel, MountPropagation propagation)
            implements Mount {}

    /** A file system in memory, with its mount options. */
    record Tmpfs(String target, String options) implements Mount {}
}
