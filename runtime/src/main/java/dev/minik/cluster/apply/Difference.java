package dev.minik.cluster.apply;

/**
 * Something that is otherwise than it is wanted.
 *
 * @param place where: a field of the config, or a node and its field
 * @param before how it is; empty where there is nothing
 * @param after how it is wanted; empty where there is to be nothing
 * @param remedy what makes it so
 */
public record Difference(String place, String before, String after, Remedy remedy) {
    /** What makes a cluster as it is wanted. */
    public enum Remedy {
        /** It can be changed while the cluster lives. */
        APPLY("apply"),
        /** The cluster has to be upgraded. */
        UPGRADE("upgrade"),
        /** The node has to be deleted, and made anew. */
        NEW_NODE("new-node"),
        /** The cluster has to be deleted, and made anew. */
        NEW_CLUSTER("new-cluster");

        private final String text;

        Remedy(String text) {
            this.text = text;
        }

        /** Returns the word by which programs know it. */
        public String text() {
            return text;
        }
    }
}
