package dev.minik.model;

import java.util.regex.Pattern;

/**
 * The name of a registry of minik's own. It becomes the host name {@code minik-NAME} and part of image names, so it is limited to what
 * these take: lower-case letters, digits and dashes, beginning and ending with a letter or digit, at most 30 characters.
 */
public record RegistryName(String value) {
    private static final Pattern VALID = Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?");

    /** The longest name. */
    public static final int MAX_LENGTH = 30;

    /** The name used when none is given. */
    public static final RegistryName DEFAULT = new RegistryName("registry");

    /** Checks the name; throws {@link IllegalArgumentException} with the rule that it breaks. */
    public RegistryName {
        if (value.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "registry name '%s' is longer than %d characters".formatted(value, MAX_LENGTH));
        }
        if (!VALID.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "registry name '%s' must consist of lower-case letters, digits and '-', and begin and end with a letter or digit"
                            .formatted(value));
        }
    }

    /** Returns the name of its container, by which nodes find it. */
    public String container() {
        return "minik-" + value;
    }

    /** Returns the name of the volume with its images. */
    public String volume() {
        return "minik-" + value + "-data";
    }

    @Override
    public String toString() {
        return value;
    }
}
