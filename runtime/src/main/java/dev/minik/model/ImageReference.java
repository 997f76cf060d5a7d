package dev.minik.model;

import java.util.regex.Pattern;

/**
 * The name of a container image: {@code [host[:port]/]path[:tag][@digest]}. The grammar is that of the
 * <a href="https://pkg.go.dev/github.com/distribution/reference">distribution reference</a>, which all engines use.
 */
public record ImageReference(String value) {
    /** The longest name without tag and digest, a limit of the registries. */
    private static final int MAX_NAME_LENGTH = 255;

    private static final String HOST_PART = "[A-Za-z0-9](?:[A-Za-z0-9-]*+(?<!-))?";
    private static final String HOST =
            "(?:" + HOST_PART + "(?:\\." + HOST_PART + ")*+|\\[[0-9a-fA-F:]++])(?::[0-9]++)?";
    private static final String PATH_PART = "[a-z0-9]++(?:(?:[._]|__|-++)[a-z0-9]++)*+";
    private static final Pattern VALID = Pattern.compile(
            "(?<name>(?:" + HOST + "/)?" + PATH_PART + "(?:/" + PATH_PART
                    + ")*+)(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(?:@[A-Za-z][A-Za-z0-9]*+(?:[-_+.][A-Za-z][A-Za-z0-9]*+)*+:[0-9a-fA-F]{32,128})?");

    /** Checks the syntax; throws {@link IllegalArgumentException} with the rule that it breaks. */
    public ImageReference {
        // the longest tag and the longest digest beside the name; also keeps the pattern away from hostile lengths
        if (value.length() > 2 * MAX_NAME_LENGTH + 200) {
            throw new IllegalArgumentException("an image name of %d characters is too long".formatted(value.length()));
        }
        var matcher = VALID.matcher(value);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "'%s' is not an image name such as kindest/node:v1.36.3, which is written in lower case"
                            .formatted(value));
        }
        if (matcher.group("name").length() > MAX_NAME_LENGTH) {
            throw new IllegalArgumentException(
                    "image name '%s' is longer than %d characters".formatted(matcher.group("name"), MAX_NAME_LENGTH));
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
