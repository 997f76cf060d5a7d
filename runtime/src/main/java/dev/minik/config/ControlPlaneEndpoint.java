package dev.minik.config;

/**
 * What stands before the API servers of several control planes.
 *
 * @see <a href="https://github.com/kubernetes/kubeadm/blob/main/docs/ha-considerations.md">kubeadm's considerations</a>
 */
public enum ControlPlaneEndpoint {
    /** A container of its own. */
    BALANCER("balancer"),
    /** An address that wanders between the control planes. */
    VIP("vip");

    private final String text;

    ControlPlaneEndpoint(String text) {
        this.text = text;
    }

    /** Returns the word used in config files. */
    public String text() {
        return text;
    }
}
