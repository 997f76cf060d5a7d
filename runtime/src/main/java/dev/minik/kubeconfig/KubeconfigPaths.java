package dev.minik.kubeconfig;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where kubeconfig files are: the file named on the command line, else those in {@code KUBECONFIG}, else {@code ~/.kube/config}.
 *
 * @param configured the files of {@code KUBECONFIG}, or the one in the home directory
 * @see <a href="https://kubernetes.io/docs/reference/kubectl/generated/kubectl_config/">the rules, in kubectl config</a>
 */
public record KubeconfigPaths(List<Path> configured) {
    private static final Pattern SEPARATOR = Pattern.compile(Pattern.quote(File.pathSeparator));

    /** Checks that there is a file. */
    public KubeconfigPaths {
        configured = List.copyOf(configured);
        if (configured.isEmpty()) {
            throw new IllegalArgumentException("no kubeconfig file");
        }
    }

    /**
     * Reads the rules' inputs.
     *
     * @param home the user's home directory where the environment has no {@code HOME}
     */
    public static KubeconfigPaths of(Map<String, String> environment, Path home) {
        var listed = SEPARATOR
                .splitAsStream(environment.getOrDefault("KUBECONFIG", ""))
                .filter(path -> !path.isEmpty())
                .map(Path::of)
                .distinct()
                .toList();
        if (!listed.isEmpty()) {
            return new KubeconfigPaths(listed);
        }
        var directory = environment.getOrDefault("HOME", "");
        return new KubeconfigPaths(List.of((directory.isEmpty() ? home : Path.of(directory))
                .resolve(".kube")
                .resolve("config")));
    }

    /** Returns the files to look into, in their order. */
    List<Path> all(Optional<Path> explicit) {
        return explicit.map(List::of).orElse(configured);
    }

    /** Returns the file that something new goes into: the first that exists, else the last. */
    Path forNew(Optional<Path> explicit) {
        var files = all(explicit);
        return Stream.concat(files.stream().filter(Files::exists), Stream.of(files.get(files.size() - 1)))
                .findFirst()
                .orElseThrow();
    }
}
