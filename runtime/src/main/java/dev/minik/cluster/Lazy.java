package dev.minik.cluster;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A value that is asked for once, when it is first needed. */
final class Lazy<T> implements Supplier<T> {
    private final Supplier<T> source;
    private @Nullable T value;

    Lazy(Supplier<T> source) {
        this.source = source;
    }

    @Override
    public synchronized T get() {
        var known = value;
        if (known == null) {
            known = source.get();
            value = known;
        }
        return known;
    }
}
