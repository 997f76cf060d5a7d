package dev.minik.model;

/** What a cluster node is for, in kind's and kubeadm's words. */
public enum Role {
    CONTROL_PLANE("control-plane"),
    WORKER("worker");

    private final String text;

    Role(String text) {
        this.text = text;
    }

    /** Returns the role as it is written in config files, labels and node names. */
    public String text() {
        return text;
    }

    @Override
    public String toString() {
        return text;
    }
}
