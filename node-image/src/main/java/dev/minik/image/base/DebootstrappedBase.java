package dev.minik.image.base;

import dev.minik.error.ExitCode;
import dev.minik.image.cache.Trees;
import dev.minik.process.Command;
import dev.minik.process.CommandRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Makes the base system on this host, as root, with debootstrap and the machine's own package archive. */
public final class DebootstrappedBase implements BaseSystem {
    private static final Duration TIMEOUT = Duration.ofMinutes(20);
    /** Whatever is mounted or started in there ends with the command, also when it is killed. */
    private static final List<String> APART =
            List.of("unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc", "--");
    /** Directories whose content belongs to the running system. */
    private static final Set<String> RUNTIME = Set.of("dev", "proc", "sys", "run", "tmp");

    private static final String DPKG_CONFIGURATION = "etc/dpkg/dpkg.cfg.d/minik-build";

    private final CommandRunner runner;
    private final DebianMirror mirror;

    /** Fetches packages from {@code mirror}. */
    public DebootstrappedBase(CommandRunner runner, DebianMirror mirror) {
        this.runner = runner;
        this.mirror = mirror;
    }

    @Override
    public String title() {
        return "Making the base system with debootstrap";
    }

    @Override
    public void make(BaseRecipe recipe, Path work, Path layer, Consumer<String> output) throws IOException {
        var tree = work.resolve("tree");
        var dpkg = tree.resolve(DPKG_CONFIGURATION);
        Files.createDirectories(dpkg.getParent());
        Files.writeString(dpkg, BaseRecipe.dpkgConfiguration());

        run(debootstrap(recipe, tree), output, "debootstrap failed");
        run(
                List.of("chroot", tree.toString(), "/bin/sh", "-e", "-c", recipe.configure()),
                output,
                "the base system cannot be configured");
        Files.delete(dpkg);
        run(archive(tree, layer), output, "the base system cannot be archived");
        Trees.delete(tree);
    }

    private List<String> debootstrap(BaseRecipe recipe, Path tree) {
        var argv = new ArrayList<>(List.of(
                "debootstrap",
                "--variant=minbase",
                "--arch=" + recipe.architecture(),
                "--include=" + String.join(",", recipe.packages())));
        mirror.keyring().ifPresent(keyring -> argv.add("--keyring=" + keyring));
        argv.addAll(List.of(BaseRecipe.SUITE, tree.toString(), mirror.uri()));
        return argv;
    }

    /** GNU tar keeps owners, set-id bits, hard links and capabilities, and sorts. */
    private static List<String> archive(Path tree, Path layer) throws IOException {
        var argv = new ArrayList<>(List.of(
                "tar",
                "--create",
                "--file=" + layer,
                "--directory=" + tree,
                "--format=posix",
                "--sort=name",
                "--numeric-owner",
                "--mtime=@0",
                "--pax-option=delete=atime,delete=ctime",
                "--xattrs",
                "--xattrs-include=security.capability"));
        RUNTIME.forEach(name -> argv.add("--exclude=" + name + "/*"));
        argv.add("--anchored");
        argv.add("--");
        try (var entries = Files.list(tree)) {
            entries.map(entry -> entry.getFileName().toString()).sorted().forEach(argv::add);
        }
        return argv;
    }

    private void run(List<String> argv, Consumer<String> output, String failure) {
        var apart = new ArrayList<>(APART);
        apart.addAll(argv);
        runner.run(Command.of(apart)
                        .env("DEBIAN_FRONTEND", "noninteractive")
                        .env("LC_ALL", "C.UTF-8")
                        .env("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin")
                        .listenedToBy(output)
                        .within(TIMEOUT))
                .orFail(
                        ExitCode.FAILED,
                        failure,
                        "See the messages below; check that %s answers".formatted(mirror.uri()));
    }
}
