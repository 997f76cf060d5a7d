package dev.minik.cluster;

import dev.minik.engine.ContainerInfo;
import dev.minik.model.Labels;
import dev.minik.model.Role;

/** What a container is to its cluster, as its labels tell. */
public final class Kinds {
    private Kinds() {}

    /** Returns whether a container is of a kind, one of {@link Labels}. */
    public static boolean isA(String kind, ContainerInfo container) {
        return kind.equals(container.labels().get(Labels.KIND));
    }

    /** Returns whether a container is a control plane. */
    public static boolean isControlPlane(ContainerInfo container) {
        return Role.CONTROL_PLANE.text().equals(container.labels().get(Labels.ROLE));
    }
}
