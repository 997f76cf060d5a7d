package dev.minik.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompletionTest {
    @TempDir
    private Path directory;

    private final CliHarness minik = new CliHarness();

    private List<String> run(String shell, String script) throws IOException, InterruptedException {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(":")).anyMatch(path -> Files.isExecutable(Path.of(path, shell))),
                shell + " is not installed");
        var file = Files.writeString(directory.resolve("script"), script);
        var process = new ProcessBuilder(shell, file.toString())
                .redirectErrorStream(true)
                .start();
        try {
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(process.waitFor(20, TimeUnit.SECONDS));
            assertEquals(0, process.exitValue(), output);
            return output.lines().toList();
        } finally {
            process.destroyForcibly();
        }
    }

    private List<String> bash(String... words) throws IOException, InterruptedException {
        var line = String.join(" ", words);
        return run("bash", minik.run("completion", "bash").out() + """

                        COMP_WORDS=(%s '')
                        COMP_CWORD=%d
                        COMP_LINE='%s '
                        COMP_POINT=${#COMP_LINE}
                        _complete_minik minik '' ''
                        printf '%%s\\n' "${COMPREPLY[@]}"
                        """.formatted(line, words.length, line));
    }

    @Test
    void bashCompletesCommandsAndOptions() throws IOException, InterruptedException {
        assertTrue(bash("minik").containsAll(List.of("create", "delete", "get", "kubectl", "doctor")));
        assertTrue(bash("minik", "get").containsAll(List.of("clusters", "nodes", "kubeconfig")));
        assertTrue(bash("minik", "get", "clusters", "-o").containsAll(List.of("name", "wide", "json", "yaml")));
    }

    @Test
    void zshScriptLoadsWhatItNeeds() throws IOException, InterruptedException {
        var script = minik.run("completion", "zsh").out();
        assertTrue(script.startsWith("autoload -Uz compinit bashcompinit\n"));
        assertTrue(run("zsh", script + "\nprintf '%s\\n' ${(k)_comps[minik]}\n").contains("minik"));
    }

    @Test
    void fishCompletesCommandsAndOptions() throws IOException, InterruptedException {
        var script = minik.run("completion", "fish").out();
        for (var expected : Map.of(
                        "minik ", "create",
                        "minik get ", "clusters",
                        "minik get clusters -o ", "wide",
                        "minik create cluster --wor", "--workers",
                        "minik --progress json get no", "nodes")
                .entrySet()) {
            var offered = run("fish", script + "\ncomplete -C '" + expected.getKey() + "'\n");
            assertTrue(
                    offered.stream().anyMatch(line -> line.startsWith(expected.getValue())), expected + ": " + offered);
        }
    }

    @Test
    void fishScriptHasALineForEveryCommandAndOption() {
        var script = minik.run("completion", "fish").out();
        UsageTest.commands().skip(1).forEach(command -> {
            var spec = command.getCommandSpec();
            assertTrue(
                    script.lines().anyMatch(line -> line.contains(" -a " + spec.name() + " -d ")),
                    spec.qualifiedName());
            for (var option : spec.options()) {
                var name = option.longestName().substring(2);
                assertTrue(
                        script.lines().anyMatch(line -> line.contains("-l " + name + " ")),
                        spec.qualifiedName() + " " + name);
            }
        });
    }

    @Test
    void quotesAreEscaped() {
        assertTrue(minik.run("completion", "fish").out().contains("minik\\'s"));
    }
}
