package dev.minik.cluster;

/** A step of a node's set-up failed; {@link FirstCause} finds out why. */
final class NodeStepFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String node;
    private final String step;

    NodeStepFailure(String node, String step) {
        super("step '%s' failed on node '%s'".formatted(step, node));
        this.node = node;
        this.step = step;
    }

    String node() {
        return node;
    }

    /** Returns the step that failed; {@code container} when the node's container ended. */
    String step() {
        return step;
    }
}
