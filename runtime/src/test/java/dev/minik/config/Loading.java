package dev.minik.config;

import dev.minik.release.KubernetesCatalogue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Loads configurations for the tests, from the directory {@code /home/me/project}, and keeps the warnings. */
final class Loading {
    static final String MINIK = "apiVersion: minik.dev/v1alpha1\nkind: Cluster\n";
    static final String KIND = "apiVersion: kind.x-k8s.io/v1alpha4\nkind: Cluster\n";

    private final List<String> warnings = new ArrayList<>();
    private final ConfigLoader loader =
            new ConfigLoader(KubernetesCatalogue.load(), Path.of("/home/me/project"), warnings::add);

    ClusterConfig load(String text) {
        return load(text, ConfigOverrides.NONE);
    }

    ClusterConfig load(String text, ConfigOverrides flags) {
        return loader.load(Optional.of(new ConfigSource("cluster.yaml", text)), flags);
    }

    ClusterConfig load(ConfigOverrides flags) {
        return loader.load(Optional.empty(), flags);
    }

    List<String> warnings() {
        return warnings;
    }
}
