package dev.minik.config;

/**
 * Where a cluster keeps its state.
 *
 * @param topology where etcd's members run
 * @param nodes how many members there are, where they have nodes of their own
 * @param ephemeral whether they keep their data in memory and do not wait for the disk: faster, and lost when a node stops
 * @see <a href="https://kubernetes.io/docs/setup/production-environment/tools/kubeadm/ha-topology/">topologies</a>
 */
public record EtcdConfig(Topology topology, int nodes, boolean ephemeral) {
    /** The most members that etcd is made for: further ones make it slower, not safer. */
    public static final int MAX_MEMBERS = 7;

    /** A member on each control plane. */
    public static final EtcdConfig DEFAULT = new EtcdConfig(Topology.STACKED, 0, false);

    /** Where etcd's members run. */
    public enum Topology {
        STACKED("stacked"),
        EXTERNAL("external");

        private final String text;

        Topology(String text) {
            this.text = text;
        }

        /** Returns the word used in config files. */
        public String text() {
            return text;
        }
    }
}
