package dev.minik.model;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.regex.Pattern;

/** A Kubernetes version such as {@code v1.37.0}, as semver without build metadata. */
public record KubernetesVersion(int major, int minor, int patch, String preRelease)
        implements Comparable<KubernetesVersion> {
    private static final Pattern SYNTAX = Pattern.compile(
            "v?(0|[1-9]\\d{0,3})\\.(0|[1-9]\\d{0,3})\\.(0|[1-9]\\d{0,3})(?:-([0-9A-Za-z.-]+))?(?:\\+\\S+)?");
    private static final Pattern NUMBER = Pattern.compile("\\d+");
    private static final Comparator<KubernetesVersion> ORDER = Comparator.comparingInt(KubernetesVersion::major)
            .thenComparingInt(KubernetesVersion::minor)
            .thenComparingInt(KubernetesVersion::patch)
            .thenComparing(KubernetesVersion::preRelease, KubernetesVersion::comparePreReleases);

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

    /** The rule of <a href="https://semver.org/#spec-item-11">semver</a>: alpha.2 before alpha.10, both before the release. */
    private static int comparePreReleases(String a, String b) {
        if (a.isEmpty() || b.isEmpty()) {
            return Boolean.compare(a.isEmpty(), b.isEmpty());
        }
        var left = a.split("\\.", -1);
        var right = b.split("\\.", -1);
        for (int i = 0; i < Math.min(left.length, right.length); i++) {
            int order = compareIdentifiers(left[i], right[i]);
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(left.length, right.length);
    }

    private static int compareIdentifiers(String a, String b) {
        var numeric = NUMBER.matcher(a).matches();
        if (numeric != NUMBER.matcher(b).matches()) {
            return numeric ? -1 : 1;
        }
        return numeric ? new BigInteger(a).compareTo(new BigInteger(b)) : a.compareTo(b);
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
