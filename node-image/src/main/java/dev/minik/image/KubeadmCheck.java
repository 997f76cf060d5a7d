package dev.minik.image;

import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.image.version.ComponentVersions;
import dev.minik.image.version.ImageNames;
import dev.minik.process.Command;
import dev.minik.process.CommandRunner;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;

/** Asks a kubeadm which version it is and which images it will want, before an image is built that lacks one. */
record KubeadmCheck(CommandRunner runner) {
    void check(Path kubeadm, ComponentVersions versions, ImageNames names) {
        if (!kubeadm.toFile().canExecute() && !kubeadm.toFile().setExecutable(true)) {
            throw new IllegalStateException("not executable: " + kubeadm);
        }
        var version = output(kubeadm, "version", "--output=short").strip();
        if (!version.equals(versions.kubernetes().toString())) {
            throw MinikException.of(
                    ExitCode.USAGE,
                    "the source has Kubernetes %s, not %s".formatted(version, versions.kubernetes()),
                    "Name its version with --kubernetes-version " + version);
        }
        var wanted = new TreeSet<>(output(kubeadm, "config", "images", "list", "--kubernetes-version=" + version)
                .lines()
                .filter(line -> !line.isBlank())
                .toList());
        wanted.removeAll(names.kubeadm());
        if (!wanted.isEmpty()) {
            throw MinikException.of(
                    ExitCode.FAILED,
                    "kubeadm %s wants images that minik does not know for it: %s"
                            .formatted(version, String.join(", ", wanted)),
                    "Take a source of one of the versions that minik knows (a wrong --kubernetes-version names them)");
        }
    }

    private String output(Path kubeadm, String... arguments) {
        var argv = new java.util.ArrayList<>(List.of(kubeadm.toString()));
        argv.addAll(List.of(arguments));
        return runner.run(Command.of(argv))
                .orFail(
                        ExitCode.FAILED,
                        "kubeadm cannot be run on this host",
                        "The programs of the source must be for this host's architecture")
                .stdout();
    }
}
