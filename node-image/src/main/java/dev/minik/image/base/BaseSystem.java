package dev.minik.image.base;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/** A way to make the base system. */
public sealed interface BaseSystem permits DebootstrappedBase, ContainerBase {
    /** Returns how it is made, for people. */
    String title();

    /**
     * Makes the system and writes it as a tar archive to {@code layer}.
     *
     * @param work an empty directory for the work, on the same disk
     * @param output told what is going on, line by line
     */
    void make(BaseRecipe recipe, Path work, Path layer, Consumer<String> output) throws IOException;
}
