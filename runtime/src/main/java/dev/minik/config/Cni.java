package dev.minik.config;

import dev.minik.model.IpFamily;
import java.util.Arrays;
import java.util.List;

/**
 * The pod networks that a cluster can be made with. What a network needs besides its word stands here: where its manifest comes from, what
 * nodes do for it, and what it cannot do. One that others publish ({@link Manifest#PINNED}) has its version and digest in the catalogue,
 * under its word.
 *
 * @see <a href="https://www.cni.dev/docs/spec/">the Container Network Interface</a>
 */
public enum Cni {
    /** The one in the node image; in minik's images, flannel. */
    FLANNEL("flannel", Manifest.OF_THE_IMAGE, EarlyStart.BY_MINIKS_IMAGES),
    /** No daemon: each pod has its own link to the node, and the nodes have routes to each other's pods. */
    BRIDGE("bridge", Manifest.OF_MINIK, EarlyStart.BY_ITSELF),
    /**
     * Calico, as its manifest has it: IPv6 is off there, and its eBPF data plane, which could do without kube-proxy.
     *
     * @see <a href="https://docs.tigera.io/calico/latest/networking/ipam/ipv6">what IPv6 takes</a>
     * @see <a href="https://docs.tigera.io/calico/latest/operations/ebpf/enabling-ebpf">what the eBPF data plane takes</a>
     */
    CALICO("calico", Manifest.PINNED, EarlyStart.NEVER, false, true),
    /** Cilium; it takes kube-proxy's place where there is none. */
    CILIUM("cilium", Manifest.PINNED, EarlyStart.NEVER),
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
        /** Others publish it, or a chart that it is rendered from; the catalogue tells where, and its digest. */
        PINNED,
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
    private final boolean v6;
    private final boolean needsKubeProxy;

    Cni(String text, Manifest manifest, EarlyStart earlyStart) {
        this(text, manifest, earlyStart, true, false);
    }

    Cni(String text, Manifest manifest, EarlyStart earlyStart, boolean v6, boolean needsKubeProxy) {
        this.text = text;
        this.manifest = manifest;
        this.earlyStart = earlyStart;
        this.v6 = v6;
        this.needsKubeProxy = needsKubeProxy;
    }

    /** Returns the words that config files have for networks. */
    static List<String> words() {
        return Arrays.stream(values())
                .map(Cni::text)
                .filter(word -> !word.isEmpty())
                .toList();
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

    /** Returns whether it gives pods the addresses of a family, as far as minik knows. */
    boolean serves(IpFamily family) {
        return v6 || !family.v6();
    }

    /** Returns whether pods reach no service without kube-proxy, not even the API server's, so that the network itself never runs. */
    boolean needsKubeProxy() {
        return needsKubeProxy;
    }
}
