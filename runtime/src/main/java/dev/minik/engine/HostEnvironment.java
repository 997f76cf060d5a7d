package dev.minik.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * What minik needs to know of the host and user it runs for in order to find and judge an engine. Passed in, so that tests
 * decide it.
 *
 * @param variables environment variables
 * @param home the user's home directory
 * @param kernel the release of the kernel this process runs on
 * @param hostName the name of the machine or container that this process runs in; empty where that is not told
 */
public record HostEnvironment(Map<String, String> variables, Path home, String kernel, String hostName) {
    /** Copies the map. */
    public HostEnvironment {
        variables = Map.copyOf(variables);
    }

    /** Returns the environment of this process. */
    public static HostEnvironment current() {
        return new HostEnvironment(
                System.getenv(),
                Path.of(System.getProperty("user.home", "")),
                System.getProperty("os.version", ""),
                linuxHostName());
    }

    /** The kernel knows it; Java would ask the name service. */
    private static String linuxHostName() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException e) {
            return ""; // not Linux
        }
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
