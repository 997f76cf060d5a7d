package dev.minik.cluster.image;

import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import java.util.regex.Pattern;

/**
 * Names of images as Kubernetes asks for them.
 *
 * @see <a href="https://github.com/distribution/reference">the grammar, and what short names stand for</a>
 */
final class ImageReference {
    private static final String PART = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*";
    private static final Pattern NAME = Pattern.compile(
            "(?:(?<host>[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::[0-9]+)?|\\[[0-9a-fA-F:]+\\](?::[0-9]+)?)/)?"
                    + "(?<path>" + PART + "(?:/" + PART + ")*)"
                    + "(?<tag>:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(?<digest>@sha256:[0-9a-f]{64})?");
    private static final Pattern ID = Pattern.compile("sha256:[0-9a-f]{64}");

    private ImageReference() {}

    /** Returns whether a text is the digest of an image's configuration. */
    static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    /**
     * Returns the full name: with registry, and tag or digest. Where both are given the digest counts, as it does in nodes.
     *
     * @throws MinikException with {@code USAGE} when it is no name of an image
     */
    static String full(String name) {
        var match = NAME.matcher(name);
        if (!match.matches()) {
            throw MinikException.of(
                    ExitCode.USAGE,
                    "'%s' is not the name of an image".formatted(name),
                    "Name it as pods do, such as busybox:1.37.0 or registry.example/team/app@sha256:…");
        }
        var host = match.group("host");
        var path = match.group("path");
        if (host == null) {
            host = "docker.io";
        } else if (!isRegistry(host)) {
            path = host + "/" + path;
            host = "docker.io";
        } else if (host.equals("index.docker.io")) {
            host = "docker.io";
        }
        if (host.equals("docker.io") && !path.contains("/")) {
            path = "library/" + path;
        }
        var tag = match.group("tag");
        var digest = match.group("digest");
        return host + "/" + path + (digest != null ? digest : tag != null ? tag : ":latest");
    }

    private static boolean isRegistry(String first) {
        return first.contains(".")
                || first.contains(":")
                || first.equals("localhost")
                || first.startsWith("[")
                || first.chars().anyMatch(Character::isUpperCase);
    }
}
