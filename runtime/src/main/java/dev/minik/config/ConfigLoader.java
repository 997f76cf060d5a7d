package dev.minik.config;

import dev.minik.error.MinikException;
import dev.minik.release.KubernetesCatalogue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Makes a complete and valid {@link ClusterConfig} of a config file and the command line. It reads our own schema and
 * <a href="https://kind.sigs.k8s.io/docs/user/configuration/">kind's</a>; fields that it does not know or that minik does not
 * implement are errors, never ignored.
 */
public final class ConfigLoader {
    private final KubernetesCatalogue catalogue;
    private final Path directory;
    private final Consumer<String> warnings;

    /**
     * Makes a loader.
     *
     * @param catalogue the Kubernetes versions that there are
     * @param directory the directory that relative host paths are relative to: that of the command, as in kind
     * @param warnings told, in one line each, what is not wrong but should be known
     */
    public ConfigLoader(KubernetesCatalogue catalogue, Path directory, Consumer<String> warnings) {
        this.catalogue = catalogue;
        this.directory = directory.toAbsolutePath();
        this.warnings = warnings;
    }

    /**
     * Reads and checks a configuration. The name is taken from {@code flags}, else from the file, else it is
     * {@link dev.minik.model.ClusterName#DEFAULT}.
     *
     * @param source the config file; empty for a cluster of one node with all defaults
     * @param flags what goes before the file
     * @throws MinikException with {@link dev.minik.error.ExitCode#INVALID_CONFIG} and all problems, one a line, as its details
     */
    public ClusterConfig load(Optional<ConfigSource> source, ConfigOverrides flags) {
        var problems = new Problems();
        var found = new ArrayList<String>();
        var file = source.map(s -> new ClusterReader(directory, problems, found).read(s.text()))
                .orElse(Draft.DEFAULT);
        var cluster = new Overrides(flags, problems, found).over(file);
        new ClusterRules(catalogue, flags.bare(), problems, found).check(cluster);
        new BareRules(problems, found).check(cluster, flags);
        problems.throwIfAny(source.map(ConfigSource::origin).orElse("the command line"));
        found.stream().map(Values::printable).forEach(warnings);
        return cluster.toConfig(flags);
    }
}
