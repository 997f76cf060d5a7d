package dev.minik.patch;

import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The patches for containerd's configuration in every node.
 *
 * <p>A patch that says it is of another version than the configuration is skipped, as kind has it, but with a warning. kind's node
 * images have version 2 of the configuration, minik's version 3, in which the table of the CRI plugin is divided; so a patch for
 * version 2 is moved into version 3.
 *
 * @param merges the texts of {@code containerdConfigPatches}, in TOML; empty ones count, but have no effect
 * @param json6902 the texts of {@code containerdConfigPatchesJSON6902}, in YAML or JSON
 * @see <a href="https://kind.sigs.k8s.io/docs/user/local-registry/">a local registry, the most common of these patches</a>
 */
public record ContainerdPatches(List<String> merges, List<String> json6902) {
    private static final String REFERENCE = "https://github.com/containerd/containerd/blob/main/docs/cri/config.md";

    /** No patches. */
    public static final ContainerdPatches NONE = new ContainerdPatches(List.of(), List.of());

    /** The file that they patch. */
    public static final String FILE = "/etc/containerd/config.toml";

    private static final String VERSION = "version";

    /** The version that divides the table of the CRI plugin. */
    private static final int DIVIDED = 3;

    private static final String CONFIG_PATH = "config_path";
    private static final List<String> REGISTRY = List.of("plugins", "io.containerd.cri.v1.images", "registry");

    public ContainerdPatches {
        merges = List.copyOf(merges);
        json6902 = List.copyOf(json6902);
    }

    /** Returns whether there is nothing to apply. */
    public boolean isEmpty() {
        return merges.stream().allMatch(String::isBlank) && json6902.stream().allMatch(String::isBlank);
    }

    /**
     * Applies the patches, the merge patches first.
     *
     * @param toml the configuration in the node image
     * @return the configuration, without the comments
     * @throws MinikException with {@link ExitCode#INVALID_CONFIG} for a patch that cannot be read, or a JSON patch one of whose
     *     operations fails; with {@link ExitCode#FAILED} if {@code toml} is no such configuration
     */
    public Patched<String> apply(String toml) {
        var configuration = configuration(toml);
        var version = version(configuration);
        var directory = registry(configuration).get(CONFIG_PATH);
        var warnings = new ArrayList<String>();
        for (int i = 0; i < merges.size(); i++) {
            var field = "containerdConfigPatches[%d]: ".formatted(i);
            var patch = merges.get(i);
            PatchException.inPlace(field, REFERENCE, () -> merge(patch, configuration, version, field, warnings));
        }
        for (int i = 0; i < json6902.size(); i++) {
            var patch = json6902.get(i);
            PatchException.inPlace(
                    "containerdConfigPatchesJSON6902[%d]: ".formatted(i),
                    REFERENCE,
                    () -> edit(patch, configuration, version));
        }
        preferMirrors(configuration, directory, warnings);
        return new Patched<>(Toml.write(configuration), warnings);
    }

    /**
     * Returns whether a merge patch has containerd look elsewhere than into a directory for what it is told of registries. What cannot be
     * read has not.
     */
    public boolean leave(String directory) {
        for (var text : merges) {
            try {
                var registry = registry(CriTables.divide(readMerge(text)));
                var mirrors = registry.get("mirrors") instanceof Map<?, ?> map && !map.isEmpty();
                if (mirrors || !directory.equals(registry.getOrDefault(CONFIG_PATH, directory))) {
                    return true;
                }
            } catch (PatchException e) {
                // its own problem, which PatchChecks tells
            }
        }
        return false;
    }

    /**
     * Returns whether a configuration names mirrors itself, beside which containerd takes no directory.
     *
     * @throws MinikException with {@link ExitCode#FAILED} if {@code toml} is no such configuration
     */
    public static boolean namesMirrors(String toml) {
        return registry(CriTables.divide(configuration(toml))).get("mirrors") instanceof Map<?, ?> map
                && !map.isEmpty();
    }

    /**
     * Returns whether a configuration has containerd look into a directory for what it is told of registries.
     *
     * @throws MinikException with {@link ExitCode#FAILED} if {@code toml} is no such configuration
     */
    public static boolean namesDirectory(String toml, String directory) {
        return directory.equals(registry(CriTables.divide(configuration(toml))).get(CONFIG_PATH));
    }

    /** Reads a merge patch. */
    static Map<String, @Nullable Object> readMerge(String text) {
        var patch = Toml.read(text);
        if (patch.containsKey(VERSION) && !(patch.get(VERSION) instanceof Integer)) {
            throw new PatchException("version must be a number, this is " + PlainValues.describe(patch.get(VERSION)));
        }
        return patch;
    }

    private static void merge(
            String text,
            Map<String, @Nullable Object> configuration,
            int version,
            String field,
            List<String> warnings) {
        var patch = readMerge(text);
        int meant = patch.remove(VERSION) instanceof Integer number ? number : version;
        if (meant != version && !(meant == DIVIDED - 1 && version >= DIVIDED)) {
            warnings.add(
                    "%sno effect: it is for version %d of containerd's configuration, the node image has version %d"
                            .formatted(field, meant, version));
            return;
        }
        MergePatch.merge(configuration, version >= DIVIDED ? CriTables.divide(patch) : patch);
    }

    private static void edit(String text, Map<String, @Nullable Object> configuration, int version) {
        var operations = JsonOperation.readAll(text);
        if (operations.isEmpty()) {
            return;
        }
        var edited = Json6902.apply(
                version >= DIVIDED ? operations.stream().map(CriTables::move).toList() : operations, configuration);
        Toml.requireValues(edited);
        configuration.clear();
        configuration.putAll(edited);
    }

    /**
     * containerd fails on mirrors beside the directory of registries that minik's node image names, which kind's does not; without the
     * directory it reads the mirrors.
     */
    private static void preferMirrors(
            Map<String, @Nullable Object> configuration, @Nullable Object directory, List<String> warnings) {
        var registry = registry(configuration);
        if (registry.get("mirrors") instanceof Map<?, ?> mirrors
                && !mirrors.isEmpty()
                && registry.remove(CONFIG_PATH, directory)
                && directory != null) {
            warnings.add(("containerdConfigPatches: with registry.mirrors containerd does not look into %s; "
                            + "mirrors are deprecated: https://kind.sigs.k8s.io/docs/user/local-registry/")
                    .formatted(PlainValues.show(directory)));
        }
    }

    /** Returns the settings for registries in a configuration whose table is divided; empty ones if it has none. */
    @SuppressWarnings("unchecked")
    private static Map<String, @Nullable Object> registry(Map<String, @Nullable Object> configuration) {
        Object table = configuration;
        for (var key : REGISTRY) {
            table = table instanceof Map<?, ?> map ? map.get(key) : null;
        }
        return table instanceof Map ? (Map<String, @Nullable Object>) table : new HashMap<>();
    }

    private static Map<String, @Nullable Object> configuration(String toml) {
        try {
            return Toml.read(toml);
        } catch (PatchException e) {
            throw unknown("is not TOML: " + e.problem()).causedBy(e);
        }
    }

    private static int version(Map<String, @Nullable Object> configuration) {
        if (configuration.get(VERSION) instanceof Integer version) {
            return version;
        }
        throw unknown("does not tell its version");
    }

    private static MinikException unknown(String why) {
        return MinikException.of(
                ExitCode.FAILED,
                "the configuration of containerd in the node image " + why,
                "Use another node image, or leave out the patches of containerd's configuration.");
    }
}
