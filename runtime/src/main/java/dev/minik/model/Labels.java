package dev.minik.model;

/** The labels that minik puts on everything it creates in an engine; a cluster is what carries them. */
public final class Labels {
    /** The cluster that a container, network or volume belongs to. */
    public static final String CLUSTER = "dev.minik/cluster";
    /** What kind of resource it is: one of the {@code KIND_} words. */
    public static final String KIND = "dev.minik/kind";
    /** A node's role: {@code control-plane} or {@code worker}. */
    public static final String ROLE = "dev.minik/role";
    /** The Kubernetes version that a node was created with, and that a node image of minik's holds; kind's images do not have it. */
    public static final String KUBERNETES_VERSION = "dev.minik/kubernetes-version";
    /** The name of the image that a node was created from; the engine knows only which image it was then. */
    public static final String IMAGE = "dev.minik/image";
    /** Where clients on this host reach the API servers, where no port of a container leads there. */
    public static final String SERVER = "dev.minik/server";
    /** {@code true} on a node that was left to the user's own kubeadm. */
    public static final String BARE = "dev.minik/bare";
    /** Who is creating the cluster, on the marker of a creation that is not finished. */
    public static final String CREATOR = "dev.minik/creator";
    /** The inputs that a node image was built from, as a digest. */
    public static final String IMAGE_INPUTS = "dev.minik/image-inputs";

    /** Where a forwarder listens and where it sends to: {@code ADDRESS:HOSTPORT:NODEPORT/PROTOCOL}. */
    public static final String PORT = "dev.minik/port";
    /** The only node that a forwarder sends to. */
    public static final String NODE = "dev.minik/node";
    /** The name of a registry of minik's own, on its container and its volume. */
    public static final String REGISTRY = "dev.minik/registry";
    /** The host port of a registry, which a container that is stopped does not tell. */
    public static final String REGISTRY_PORT = "dev.minik/registry-port";
    /** What a registry is a cache of; absent on one that is pushed to. */
    public static final String UPSTREAM = "dev.minik/upstream";

    /** A cluster node. */
    public static final String KIND_NODE = "node";
    /** A node of a member of etcd, no node of Kubernetes. */
    public static final String KIND_ETCD = "etcd";
    /** The load balancer before the API servers of a cluster. */
    public static final String KIND_BALANCER = "balancer";
    /** A container that publishes a port of a cluster. */
    public static final String KIND_FORWARDER = "forwarder";
    /** A registry, which belongs to no cluster. */
    public static final String KIND_REGISTRY = "registry";
    /** The marker of a creation that is not finished. */
    public static final String KIND_CREATING = "creating";
    /** A container that builds or probes something and is removed afterwards. */
    public static final String KIND_HELPER = "helper";

    private Labels() {}
}
