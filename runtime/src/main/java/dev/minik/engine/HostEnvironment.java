package dev.minik.engine;

import java.nio.file.Path;
import java.util.Map;

/**
 * What minik needs to know of the host and user it runs for in order to find and judge an engine. Passed in, so that tests
 * decide it.
 *
 * @param variables environment variables
 * @param home the user's home directory
 * @param kernel the release of the kernel this process runs on
 */
public record HostEnvironment(Map<String, String> variables, Path home, String kernel) {
    /** Copies the map. */
    public HostEnvironment {
        variables = Map.copyOf(variables);
    }

    /** Returns the environment of this process. */
    public static HostEnvironment current() {
        return new HostEnvironment(
                System.getenv(), Path.of(System.getProperty("user.home", "")), System.getProperty("os.version", ""));
    }

    /** Returns a variable's value; empty when it is not set. */
    public String variable(String name) {
        return variables.getOrDefault(name, "");
    }

    /**
     * Returns the directory of the Docker client's configuration ({@code DOCKER_CONFIG}, else {@code ~/.docker}), as in <a
     * href="https://docs.docker.com/reference/cli/docker/#environment-variables">Docker's command line</a>.
     */
    public Path dockerConfig() {
        var chosen = variable("DOCKER_CONFIG");
        return chosen.isEmpty() ? home.resolve(".docker") : Path.of(chosen);
    }
}
