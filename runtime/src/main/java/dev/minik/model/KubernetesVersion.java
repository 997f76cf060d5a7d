package dev.minik.model;

import java.util.Comparator;
import java.util.regex.Pattern;

/** A Kubernetes version such as {@code v1.37.0}, as semver without build metadata. */
public record KubernetesVersion(int major, int minor, int patch, String preRelease)
        implements Comparable<KubernetesVersion> {
    private static final Pattern SYNTAX = Pattern.compile(
            "v?(0|[1-9]\\d{0,3})\\.(0|[1-9]\\d{0,3})\\.(0|[1-9]\\d{0,3})(?:-([0-9A-Za-z.-]+))?(?:\\+\\S+)?");
    private static final Comparator<KubernetesVersion> ORDER = Comparator.comparingInt(KubernetesVersion::major)
            .thenComparingInt(KubernetesVersion::minor)
            .thenComparingInt(KubernetesVersion::patch)
            // a pre-release comes before its release
            .thenComparing(v -> v.preRelease.isEmpty() ? "~" : v.preRelease);

    /** Reads {@code 1.37.0} or {@code v1.37.0}; throws {@link IllegalArgumentException} on anything else. */
    public static KubernetesVersion parse(String text) {
        var matcher = SYNTAX.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'%s' is not a Kubernetes version such as v1.37.0".formatted(text));
        }
        var pre = matcher.group(4);
        return new KubernetesVersion(
                Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                Integer.parseInt(matcher.group(3)),
                pre == null ? "" : pre);
    }

    /** Returns whether this is version {@code major.minor} or newer. */
    public boolean isAtLeast(int otherMajor, int otherMinor) {
        return major != otherMajor ? major > otherMajor : minor >= otherMinor;
    }

    @Override
    public int compareTo(KubernetesVersion other) {
        return ORDER.compare(this, other);
    }

    /** Returns the version with its {@code v}, as Kubernetes writes it. */
    @Override
    public String toString() {
        return "v%d.%d.%d%s".formatted(major, minor, patch, preRelease.isEmpty() ? "" : "-" + preRelease);
    }
}
