package dev.minik.config;

/**
 * The pod networks that a cluster can be made with. What a network needs besides its word stands here: where its manifest comes from, and
 * what nodes do for it.
 *
 * @see <a href="https://www.cni.dev/docs/spec/">the Container Network Interface</a>
 */
public enum Cni {
    /** The one in the node image; in minik's images, flannel. */
    FLANNEL("flannel", Manifest.OF_THE_IMAGE, EarlyStart.BY_MINIKS_IMAGES),
    /** No daemon: each pod has its own link to the node, and the nodes have routes to each other's pods. */
    BRIDGE("bridge", Manifest.OF_MINIK, EarlyStart.BY_ITSELF),
    /** What a file or URL says. */
    CUSTOM("", Manifest.GIVEN, EarlyStart.NEVER),
    /** The user installs one. */
    NONE("none", Manifest.NONE, EarlyStart.NEVER);

    /** Where the manifest comes from that installs a network. */
    public enum Manifest {
        NONE,
        OF_THE_IMAGE,
        /** minik has it, and a unit of the network's name that each node runs. */
        OF_MINIK,
        GIVEN
    }

    /** By what pods of a node can start as soon as its subnet is known, before a pod of the network's own runs there. */
    public enum EarlyStart {
        NEVER,
        /** By a program of the node image, which others do not have. */
        BY_MINIKS_IMAGES,
        /** It has no pods. */
        BY_ITSELF
    }

    private final String text;
    private final Manifest manifest;
    private final EarlyStart earlyStart;

    Cni(String text, Manifest manifest, EarlyStart earlyStart) {
        this.text = text;
        this.manifest = manifest;
        this.earlyStart = earlyStart;
    }

    /** Returns the word used in config files; empty for {@link #CUSTOM}. */
    public String text() {
        return text;
    }

    /** Returns where its manifest comes from. */
    public Manifest manifest() {
        return manifest;
    }

    /** Returns by what pods can start early. */
    public EarlyStart earlyStart() {
        return earlyStart;
    }
}
