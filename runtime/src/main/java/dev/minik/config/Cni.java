package dev.minik.config;

/**
 * The pod networks that a cluster can be made with. What a network needs besides its word stands here: where its manifest comes from, and
 * what nodes do for it.
 *
 * @see <a href="https://www.cni.dev/docs/spec/">the Container Network Interface</a>
 */
public enum Cni {
    /** The one in the node image; in minik's images, flannel. */
    FLANNEL("flannel", Manifest.OF_THE_IMAGE),
    /** No daemon: each pod has its own link to the node, and the nodes have routes to each other's pods. */
    BRIDGE("bridge", Manifest.NONE),
    /** What a file or URL says. */
    CUSTOM("", Manifest.GIVEN),
    /** The user installs one. */
    NONE("none", Manifest.NONE);

    /** Where the manifest comes from that installs a network. */
    public enum Manifest {
        NONE,
        OF_THE_IMAGE,
        GIVEN
    }

    private final String text;
    private final Manifest manifest;

    Cni(String text, Manifest manifest) {
        this.text = text;
        this.manifest = manifest;
    }

    /** Returns the word used in config files; empty for {@link #CUSTOM}. */
    public String text() {
        return text;
    }

    /** Returns where its manifest comes from. */
    public Manifest manifest() {
        return manifest;
    }
}
