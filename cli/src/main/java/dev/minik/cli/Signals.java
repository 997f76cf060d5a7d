package dev.minik.cli;

import java.lang.reflect.Proxy;

/**
 * Handles signals through {@code sun.misc.Signal}, the only way that Java has. It is reached by reflection because the compiler
 * warns of it without end; where a Java lacks it, nothing is handled, which costs comfort only.
 */
final class Signals {
    private Signals() {}

    /** Calls {@code action}, in a new thread, at each {@code name} ({@code INT}, {@code TERM}) from now on. */
    static void handle(String name, Runnable action) {
        try {
            var signalType = Class.forName("sun.misc.Signal");
            var handlerType = Class.forName("sun.misc.SignalHandler");
            var handler = Proxy.newProxyInstance(
                    Signals.class.getClassLoader(), new Class<?>[] {handlerType}, (proxy, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            action.run();
                        }
                        return null;
                    });
            var signal = signalType.getConstructor(String.class).newInstance(name);
            signalType.getMethod("handle", signalType, handlerType).invoke(null, signal, handler);
        } catch (ReflectiveOperationException e) {
            // This Java has no such class, or this system no such signal: the default handling stays.
        }
    }
}
