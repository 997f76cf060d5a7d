package dev.minik.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.minik.docs.GeneratedFile;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Every command has its section in the page of commands, which begins with what its help says; the words after that are written by hand. */
class CommandsPageTest {
    private static final Pattern HEADING = Pattern.compile("(?m)^## (.+)$");
    private static final String OPTIONS = "Options of all commands";
    private static final String OPEN = "```text\n";
    private static final String CLOSE = "```\n";

    private final CliHarness minik = new CliHarness();

    @Test
    void showsTheHelpOfEveryCommand() {
        var page = GeneratedFile.of("docs/commands.md");
        var text = withBlock(page.text(), OPTIONS, optionsOfAll());
        for (var command : commands()) {
            text = withBlock(text, command, help(command));
        }

        page.mustBe(text, "cli", CommandsPageTest.class);
    }

    @Test
    void hasNoOtherSections() {
        var headings = HEADING.matcher(GeneratedFile.of("docs/commands.md").text())
                .results()
                .map(found -> found.group(1))
                .filter(heading -> !heading.equals(OPTIONS))
                .sorted()
                .toList();

        assertEquals(commands().stream().sorted().toList(), headings);
    }

    /** Returns the commands that do something by themselves, in the order of the help. */
    private static List<String> commands() {
        return UsageTest.commands()
                .filter(command -> command.getSubcommands().isEmpty())
                .map(CommandLine::getCommandSpec)
                .map(command -> command.qualifiedName().substring("minik ".length()))
                .toList();
    }

    private String help(String command) {
        var text = minik.run((command + " --help").split(" ")).out();
        return text.replace(optionsOfAll() + "\n", "");
    }

    private String optionsOfAll() {
        var text = minik.run("version", "--help").out();
        var begin = text.indexOf(OPTIONS + ":\n");
        return text.substring(begin, text.indexOf("\n\n", begin) + 1);
    }

    /** Puts a text into the block below a heading; a heading that is not there is added at the end. */
    private static String withBlock(String page, String heading, String block) {
        var title = "\n## " + heading + "\n";
        var text = page.contains(title) ? page : page + title + "\n" + OPEN + CLOSE;
        int begin = text.indexOf(OPEN, text.indexOf(title)) + OPEN.length();
        return text.substring(0, begin) + block + text.substring(text.indexOf(CLOSE, begin));
    }
}
