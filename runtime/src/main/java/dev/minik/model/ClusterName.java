package dev.minik.model;

import java.util.regex.Pattern;

/**
 * The name of a cluster. It becomes part of container, host and network names, so it is limited to what all of these take:
 * lower-case letters, digits, dots and dashes (kind's rule), beginning and ending with a letter or digit, at most 40 characters
 * (a node's host name may have 63).
 */
public record ClusterName(String value) {
    private static final Pattern VALID = Pattern.compile("[a-z0-9]([a-z0-9.-]*[a-z0-9])?");

    /** The longest name, which leaves room for {@code -external-load-balancer} in a host name of 63 characters. */
    public static final int MAX_LENGTH = 40;

    /** The name used when none is given. */
    public static final ClusterName DEFAULT = new ClusterName("minik");

    /** Checks the name; throws {@link IllegalArgumentException} with the rule that it breaks. */
    public ClusterName {
        if (value.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "cluster name '%s' is longer than %d characters".formatted(value, MAX_LENGTH));
        }
        if (!VALID.matcher(value).matches() || value.contains("..")) {
            throw new IllegalArgumentException(
                    "cluster name '%s' must consist of lower-case letters, digits, '.' and '-', and begin and end with a letter or digit"
                            .formatted(value));
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
