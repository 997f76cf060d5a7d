package dev.minik.cli.command;

import dev.minik.cli.option.DataOption;
import dev.minik.cli.output.Documents;
import dev.minik.cli.output.Text;
import dev.minik.doctor.Finding;
import dev.minik.error.ExitCode;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code minik doctor}. */
@Command(
        name = "doctor",
        description = {
            "Check whether clusters can run on this host, and tell what to do if not.",
            "Exits with 8 when they cannot."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  minik doctor", "  minik doctor -o json"})
public final class DoctorCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private final DataOption output = new DataOption();

    /** Makes the command. */
    public DoctorCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        var findings = context.services().hostCheck().check();
        context.print(output.format()
                .map(format ->
                        format.render(findings.stream().map(Documents::of).toList()))
                .orElseGet(() -> describe(findings)));
        var fails = findings.stream().anyMatch(finding -> finding.level() == Finding.Level.FAIL);
        return (fails ? ExitCode.UNSUITABLE_HOST : ExitCode.OK).code();
    }

    private static String describe(List<Finding> findings) {
        var text = new StringBuilder();
        for (var finding : findings) {
            text.append("%-5s %s: %s\n"
                    .formatted(finding.level(), Text.safe(finding.subject()), Text.safe(finding.message())));
            if (!finding.remedy().isEmpty()) {
                text.append("      ").append(Text.safe(finding.remedy())).append('\n');
            }
        }
        return text.toString();
    }
}
