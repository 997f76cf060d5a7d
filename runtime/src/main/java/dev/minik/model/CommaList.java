package dev.minik.model;

import java.util.Collection;
import java.util.stream.Collectors;

/** Values in one text, as Kubernetes' components take them: a subnet of each version of IP, labels, switches. */
public final class CommaList {
    private CommaList() {}

    /** Returns the values with commas between them. */
    public static String of(Collection<?> values) {
        return values.stream().map(Object::toString).collect(Collectors.joining(","));
    }
}
