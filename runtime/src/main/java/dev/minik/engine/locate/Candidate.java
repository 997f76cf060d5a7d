package dev.minik.engine.locate;

import dev.minik.engine.EngineEndpoint;

/**
 * An endpoint to try.
 *
 * @param origin what names it, for people
 */
record Candidate(String origin, EngineEndpoint endpoint) {
    static Candidate socket(String origin, String path) {
        return new Candidate(origin, EngineEndpoint.plain("unix://" + path));
    }

    @Override
    public String toString() {
        return "%s (%s)".formatted(endpoint.uri(), origin);
    }
}
