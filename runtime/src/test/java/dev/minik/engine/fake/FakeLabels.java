package dev.minik.engine.fake;

import java.util.Map;

/** How a {@link FakeEngine} looks things up by their labels. */
final class FakeLabels {
    private FakeLabels() {}

    static boolean match(Map<String, String> labels, Map<String, String> wanted) {
        return wanted.entrySet().stream()
                .allMatch(label -> label.getValue().isEmpty()
                        ? labels.containsKey(label.getKey())
                        : label.getValue().equals(labels.get(label.getKey())));
    }
}
