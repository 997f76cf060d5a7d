package dev.minik.cli.kubectl;

import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a kubectl on this process's own terminal, with a kubeconfig that only its user can read and that is gone afterwards. */
public final class KubectlRun {
    private static final long GRACE_SECONDS = 2;

    private final Path temporary;

    /** Makes a runner that keeps kubeconfigs in {@code temporary} while kubectl runs. */
    public KubectlRun(Path temporary) {
        this.temporary = temporary;
    }

    /**
     * Runs {@code kubectl} and returns its exit code. An interruption ends it, too.
     *
     * @param kubeconfig the kubeconfig's text
     */
    public int run(Path kubectl, List<String> arguments, String kubeconfig) {
        try {
            // readable by its owner only: that is what temporary files are made with
            var file = Files.createTempFile(temporary, "minik-", ".kubeconfig");
            try {
                Files.writeString(file, kubeconfig);
                return run(command(kubectl, arguments, file));
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw MinikException.of(
                            ExitCode.FAILED,
                            "cannot run %s: %s".formatted(kubectl, e.getMessage()),
                            "If the file is damaged, delete it: minik takes it from the cluster again")
                    .causedBy(e);
        }
    }

    private static ProcessBuilder command(Path kubectl, List<String> arguments, Path kubeconfig) {
        var argv = new ArrayList<String>();
        argv.add(kubectl.toString());
        argv.addAll(arguments);
        var builder = new ProcessBuilder(argv).inheritIO();
        builder.environment().put("KUBECONFIG", kubeconfig.toString());
        return builder;
    }

    private static int run(ProcessBuilder builder) throws IOException {
        var process = builder.start();
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            end(process);
            Thread.currentThread().interrupt();
            throw MinikException.of(ExitCode.INTERRUPTED, "kubectl was interrupted", "")
                    .causedBy(e);
        }
    }

    private static void end(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
        }
    }
}
