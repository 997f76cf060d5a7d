package dev.minik.engine.fake;

import java.util.List;

/**
 * A call that a {@link FakeEngine} got.
 *
 * @param method the name of {@link dev.minik.engine.Engine}'s method
 * @param arguments its arguments, streams and callbacks left out
 */
public record Call(String method, List<Object> arguments) {
    /** Copies the list. */
    public Call {
        arguments = List.copyOf(arguments);
    }

    @Override
    public String toString() {
        return method + arguments;
    }
}
