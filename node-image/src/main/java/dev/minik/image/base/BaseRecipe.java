package dev.minik.image.base;

import dev.minik.image.cache.EntryKey;
import dev.minik.image.cache.Inputs;
import java.util.List;

/**
 * What the base system is, however it is made.
 *
 * @param packages the Debian packages it has besides the essential ones
 * @param configure a shell script that is run in it at the end, without network: masks units, removes what no node reads
 * @param architecture Debian's name of the architecture, such as {@code amd64}
 */
public record BaseRecipe(List<String> packages, String configure, String architecture) {
    /** The Debian release: its systemd 257 is the last that runs on cgroup v1 hosts. */
    public static final String SUITE = "trixie";

    private static final int RECIPE = 1;

    /** Refuses package names that would be options or lists. */
    public BaseRecipe {
        packages = List.copyOf(packages);
        for (var name : packages) {
            if (!name.matches("[a-z0-9][a-z0-9+.-]+")) {
                throw new IllegalArgumentException("not a Debian package: " + name);
            }
        }
    }

    /**
     * What dpkg is told while the system is made: nothing needs to survive a power cut then, which halves the time, and no node
     * reads manuals.
     */
    public static String dpkgConfiguration() {
        return """
                force-unsafe-io
                path-exclude=/usr/share/doc/*
                path-exclude=/usr/share/man/*
                path-exclude=/usr/share/info/*
                path-exclude=/usr/share/locale/*
                path-exclude=/usr/share/lintian/*
                """;
    }

    /** Returns the key of the layer. */
    public EntryKey key() {
        return Inputs.ofRecipe(RECIPE)
                .with("suite", SUITE)
                .with("architecture", architecture)
                .with("packages", packages)
                .with("configure", configure)
                .key("base");
    }
}
