package dev.minik.engine.fake;

import dev.minik.engine.EngineException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** What a {@link FakeEngine} was asked, and which of it shall fail. */
final class CallLog {
    private final List<Call> calls = new ArrayList<>();
    private final Map<Predicate<Call>, EngineException> failures = new LinkedHashMap<>();

    synchronized void failOn(Predicate<Call> which, EngineException failure) {
        failures.put(which, failure);
    }

    synchronized void heal() {
        failures.clear();
    }

    synchronized List<Call> calls() {
        return List.copyOf(calls);
    }

    synchronized void enter(String method, Object... arguments) {
        var call = new Call(method, List.of(arguments));
        calls.add(call);
        failures.forEach((which, failure) -> {
            if (which.test(call)) {
                throw failure;
            }
        });
    }
}
