package dev.minik.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.cli.command.CommandGroup;
import dev.minik.cli.command.Context;
import dev.minik.cli.command.GetCommand;
import dev.minik.cli.option.GlobalOptions;
import dev.minik.cli.terminal.Console;
import dev.minik.cli.terminal.Host;
import dev.minik.cli.terminal.Terminals;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class UsageTest {
    private final CliHarness minik = new CliHarness();

    static Stream<CommandLine> commands() {
        var console = new Console(
                InputStream.nullInputStream(),
                OutputStream.nullOutputStream(),
                OutputStream.nullOutputStream(),
                StandardCharsets.UTF_8,
                Terminals.NONE);
        var host = new Host(Map.of(), Path.of("/"), Path.of("/tmp"));
        var lifetime = new Context.Lifetime() {
            @Override
            public void grace(Duration time) {}

            @Override
            public void leaveCtrlCToChild() {}
        };
        return all(CommandLines.of(
                new Context(console, host, new GlobalOptions(), new FakeServices(), lifetime), List.of()));
    }

    private static Stream<CommandLine> all(CommandLine command) {
        return Stream.concat(
                Stream.of(command), command.getSubcommands().values().stream().flatMap(UsageTest::all));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandIsDescribedAndHasAnExampleOfItself(CommandLine command) {
        var name = command.getCommandSpec().qualifiedName();
        var path = name.substring("minik".length()).strip();
        var arguments = Stream.concat(path.isEmpty() ? Stream.of() : Stream.of(path.split(" ")), Stream.of("--help"))
                .toArray(String[]::new);

        var result = minik.run(arguments);

        assertAll(
                () -> assertEquals(0, result.code(), result.err()),
                () -> assertEquals("", result.err()),
                () -> assertTrue(result.out().startsWith("Usage: " + name + " "), result.out()),
                () -> assertTrue(result.out().contains("\nExample"), result.out()),
                () -> assertTrue(
                        result.out().lines().anyMatch(line -> line.contains(name) && line.startsWith("  ")),
                        result.out()),
                () -> assertTrue(result.out().contains("Options of all commands:\n"), result.out()),
                () -> assertFalse(result.out().contains("${"), result.out()),
                () -> assertTrue(result.out().lines().allMatch(line -> line.length() <= 100), result.out()));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyOptionIsDescribed(CommandLine command) {
        for (var option : command.getCommandSpec().options()) {
            assertTrue(option.description().length > 0 && !option.description()[0].isBlank(), option.longestName());
        }
    }

    @Test
    void everyCommandIsInOneGroup() {
        var grouped = CommandGroup.ALL.stream()
                .flatMap(group -> group.names().stream())
                .toList();
        var root = commands().findFirst().orElseThrow();

        assertEquals(grouped, List.copyOf(root.getSubcommands().keySet()));
        assertEquals(grouped.size(), new TreeSet<>(grouped).size());
        root.getSubcommands()
                .forEach((name, command) ->
                        assertEquals(name, command.getCommandSpec().name()));
    }

    @Test
    void onlyTheCommandThatIsMeantIsMade() {
        assertEquals(Map.of("get", GetCommand.class), CommandGroup.neededFor(List.of("get", "clusters")));
        assertTrue(CommandGroup.neededFor(List.of("-v", "get")).size() > 1);
        assertTrue(CommandGroup.neededFor(List.of("completion", "bash")).size() > 1);
    }

    @Test
    void aloneItShowsItsHelp() {
        assertEquals(minik.run("--help"), minik.run());
        assertEquals(minik.run("--help"), minik.run("help"));
        assertEquals(minik.run("create", "cluster", "-h"), minik.run("help", "create", "cluster"));
        assertEquals(2, minik.run("help", "nothing").code());
    }

    @Test
    void nothingIsOpenedForHelp() {
        minik.run("create", "cluster", "--help");
        assertEquals(null, minik.services.settings);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "creat                    | Did you mean create?",
                "get cluster              | Did you mean clusters?",
                "get nodse                | Did you mean nodes?",
                "create cluster --nmae x  | Did you mean --name?",
                "create cluster --worker=2| Did you mean --workers?",
                "get clusters --al        | Run 'minik get clusters --help'",
                "create                   | 'minik create' needs a command: cluster",
                "get clusters extra       | does not take the argument 'extra'",
                "create cluster a b       | does not take the argument 'b'",
                "create cluster --name    | Run 'minik create cluster --help'",
                "completion               | SHELL",
                "completion tcsh          | bash, zsh, fish",
                "get clusters -o table    | name, wide, json, yaml",
                "get clusters --progress x| auto, plain, json, none"
            })
    void wrongCommandLinesGetASuggestion(String arguments, String told) {
        var result = minik.run(arguments.strip().split(" +"));

        assertEquals(2, result.code(), result.err());
        assertEquals("", result.out());
        assertTrue(result.err().contains(told), result.err());
        assertTrue(result.err().startsWith("ERROR: "), result.err());
        assertEquals(2, result.err().lines().count(), result.err());
    }

    @Test
    void optionsOfAllCommandsMayStandAnywhere() {
        minik.clusters.with("demo");

        for (var arguments : List.of(
                "-v get nodes -n demo",
                "get -v nodes -n demo",
                "get nodes -v -n demo",
                "get nodes --verbosity=3 -n demo",
                "get nodes -v 1 -n demo",
                "get nodes -n demo -v")) {
            assertEquals(
                    "demo-control-plane\ndemo-worker\n",
                    minik.run(arguments.split(" ")).out(),
                    arguments);
        }
        assertEquals(0, minik.run("create", "cluster", "-v", "mine").code());
        assertTrue(minik.clusters.clusters.containsKey("mine"));
    }

    @Test
    void aBugIsCalledOneAndShowsItsTraceWithVerbosity() {
        minik.clusters.failures.put("sweep", new IllegalStateException("odd"));

        var terse = minik.run("get", "clusters");
        var verbose = minik.run("-v", "get", "clusters");

        assertEquals(70, terse.code());
        assertEquals("""
                ERROR: this is a bug in minik: java.lang.IllegalStateException: odd
                  Please report it with what the same command tells with -v
                """, terse.err());
        assertEquals(70, verbose.code());
        assertTrue(verbose.err().contains("\tat dev.minik.cli."), verbose.err());
    }

    @Test
    void anInterruptionIsNoBug() {
        minik.clusters.failures.put("sweep", new IllegalStateException("odd"));
        minik.interrupted = true;

        assertEquals(new CliHarness.Result(130, "", "ERROR: interrupted\n"), minik.run("get", "clusters"));
    }

    @Test
    void failuresAreEventsForAProgramThatReadsEvents() {
        assertEquals(
                "{\"event\":\"error\",\"exitCode\":5,\"cause\":\"there is no cluster \\\"x\\\"\","
                        + "\"remedy\":\"Create it\",\"details\":[]}\n",
                minik.run("status", "x", "--progress", "json").err());
    }

    @Test
    void coloursHelpOnRequestOnly() {
        assertFalse(minik.run("--help").out().contains("\u001b["));
        assertTrue(minik.run("--help", "--color=always").out().contains("\u001b["));
        minik.terminals = new Terminals(true, true, true);
        minik.environment.put("TERM", "xterm");
        assertTrue(minik.run("--help").out().contains("\u001b["));
        assertFalse(minik.run("--help", "--color", "never").out().contains("\u001b["));
        minik.environment.put("NO_COLOR", "1");
        assertFalse(minik.run("--help").out().contains("\u001b["));
    }

    @Test
    void aReaderThatGoesAwayIsNoFailureAFullDiskIs() {
        minik.clusters.with("one");
        minik.out = new Failing("Broken pipe");
        assertEquals(0, minik.run("get", "clusters").code());

        minik.out = new Failing("No space left on device");
        var result = minik.run("get", "clusters");
        assertEquals(1, result.code());
        assertTrue(result.err().startsWith("ERROR: cannot write the result: No space left on device\n"), result.err());
    }

    private static final class Failing extends OutputStream {
        private final String message;

        Failing(String message) {
            this.message = message;
        }

        @Override
        public void write(int b) throws IOException {
            throw new IOException(message);
        }
    }

    @Test
    void atSignsReadNoFiles() {
        assertEquals(2, minik.run("create", "cluster", "@/etc/passwd").code());
    }
}
