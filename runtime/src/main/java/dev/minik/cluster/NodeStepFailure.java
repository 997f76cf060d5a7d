package dev.minik.cluster;

/** A step of a node's set-up failed; {@link FirstCause} finds out why. */
final class NodeStepFailure extends RuntimeException {
    /** Stands for a step where a node's container has ended. */
    static final String CONTAINER = "container";

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

    /** Returns the step that failed, or {@link #CONTAINER}. */
    String step() {
        return step;
    }
}
