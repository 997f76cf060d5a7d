package dev.minik.image.boot;

import static org.junit.jupiter.api.Assertions.fail;

import dev.minik.process.Command;
import dev.minik.process.CommandResult;
import dev.minik.process.HostCommandRunner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A program of the host as tests use it: it succeeds, or the test fails with what it said. */
record Tool(String program, Map<String, String> environment) {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    static Tool docker() {
        return new Tool("docker", Map.of());
    }

    /** Returns what the program prints, without white space around it. */
    String run(String... arguments) {
        var result = attempt(arguments);
        if (!result.ok()) {
            fail(String.join("\n", result.details()));
        }
        return result.stdout().strip();
    }

    /** Returns how the program ends, whichever way. */
    CommandResult attempt(String... arguments) {
        var argv = new ArrayList<String>();
        argv.add(program);
        argv.addAll(List.of(arguments));
        var command = Command.of(argv).within(PATIENCE);
        for (var variable : environment.entrySet()) {
            command = command.env(variable.getKey(), variable.getValue());
        }
        return new HostCommandRunner().run(command);
    }
}
