package dev.minik.engine.locate;

import dev.minik.engine.Engine;
import dev.minik.engine.EngineEndpoint;

/** Tries an endpoint. */
@FunctionalInterface
public interface EngineConnector {
    /**
     * Returns the engine that answers there, in a time too short to annoy anybody.
     *
     * @throws dev.minik.engine.EngineException when none does
     */
    Engine connect(EngineEndpoint endpoint);
}
