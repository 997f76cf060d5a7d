package dev.minik.model;

/** How mounts below a bind mount travel between host and node, in Kubernetes' words. */
public enum MountPropagation {
    NONE("None"),
    HOST_TO_CONTAINER("HostToContainer"),
    BIDIRECTIONAL("Bidirectional");

    private final String text;

    MountPropagation(String text) {
        this.text = text;
    }

    /** Returns the word used in config files. */
    public String text() {
        return text;
    }
}
