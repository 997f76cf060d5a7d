package dev.minik.cluster;

import dev.minik.engine.EngineException;
import dev.minik.engine.PortPublish;

/** A port that a node publishes turned out to be taken when the node was started. */
final class PortTaken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient PortPublish port;

    PortTaken(PortPublish port, EngineException cause) {
        super(cause.getMessage(), cause);
        this.port = port;
    }

    PortPublish port() {
        return port;
    }
}
