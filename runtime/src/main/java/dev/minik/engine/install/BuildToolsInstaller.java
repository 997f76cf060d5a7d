package dev.minik.engine.install;

import dev.minik.engine.install.InstallPlan.Action;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.process.Command;
import dev.minik.process.CommandRunner;
import dev.minik.progress.Progress;
import java.util.ArrayList;
import java.util.List;

/**
 * Installs what a node image is built with from source: debootstrap for its base system, a C compiler and libseccomp for runc,
 * and Go.
 *
 * <p>A Go that is older than needed but not older than 1.21 is enough: with {@code GOTOOLCHAIN=auto} it fetches the needed one
 * from the module proxy.
 */
public final class BuildToolsInstaller {
    private static final List<String> PACKAGES =
            List.of("debootstrap", "gcc", "libc6-dev", "libseccomp-dev", "pkg-config");
    private static final String GO = "golang-go";

    private final HostSystem host;
    private final CommandRunner commands;
    private final Progress progress;
    private final Apt apt;

    /** Makes an installer. */
    public BuildToolsInstaller(HostSystem host, CommandRunner commands, Progress progress) {
        this.host = host;
        this.commands = commands;
        this.progress = progress;
        apt = new Apt(commands, progress);
    }

    /**
     * Returns what {@link #install} would do.
     *
     * @param neededGo the version of Go that the build needs, such as {@code 1.26}
     * @throws MinikException with exit code {@code UNSUITABLE_HOST} where tools are missing that cannot be installed
     */
    public InstallPlan plan(String neededGo) {
        var missing = missing(neededGo);
        return missing.isEmpty()
                ? new InstallPlan(Action.NOTHING, List.of())
                : new InstallPlan(Action.INSTALL, apt.simulate(missing).lines());
    }

    /**
     * Installs what is missing; nothing happens when nothing is.
     *
     * @param neededGo the version of Go that the build needs, such as {@code 1.26}
     * @throws MinikException with exit code {@code UNSUITABLE_HOST} where tools are missing that cannot be installed
     */
    public void install(String neededGo) {
        var missing = missing(neededGo);
        if (!missing.isEmpty()) {
            apt.updateOnce();
            progress.run("install-build-tools", "Installing " + String.join(", ", missing), () -> apt.install(missing));
        }
    }

    private List<String> missing(String neededGo) {
        var needed = GoVersion.parse(neededGo)
                .orElseThrow(() -> new IllegalArgumentException("not a version of Go: " + neededGo));
        if (!host.usesApt()) {
            throw MinikException.of(
                    ExitCode.UNSUITABLE_HOST,
                    "building a node image from source takes a system of the Debian family, not " + host.name(),
                    "Use a published node image (--image), or build on Debian or Ubuntu");
        }
        var missing = new ArrayList<>(apt.missing(PACKAGES));
        boolean goMissing = !goCanBuild(needed);
        if (goMissing || !missing.isEmpty()) {
            requireRoot(missing, goMissing);
        }
        if (goMissing) {
            missing.add(packagedGo(needed));
        }
        return List.copyOf(missing);
    }

    private boolean goCanBuild(GoVersion needed) {
        var go = commands.run(Command.of("go", "version"));
        return go.ok()
                && GoVersion.parse(go.stdout())
                        .map(version -> version.canBuild(needed))
                        .orElse(false);
    }

    private void requireRoot(List<String> missing, boolean goMissing) {
        if (!host.isRoot()) {
            var wanted = new ArrayList<>(missing);
            if (goMissing) {
                wanted.add(GO);
            }
            throw MinikException.of(
                    ExitCode.UNSUITABLE_HOST,
                    "building a node image needs tools that are not installed: " + String.join(", ", wanted),
                    "Run 'sudo apt-get install --no-install-recommends %s'".formatted(String.join(" ", wanted)));
        }
    }

    private String packagedGo(GoVersion needed) {
        var candidate = apt.candidate(GO);
        if (candidate.isEmpty()) {
            apt.updateOnce();
            candidate = apt.candidate(GO);
        }
        boolean fits = candidate
                .flatMap(GoVersion::parse)
                .map(version -> version.canBuild(needed))
                .orElse(false);
        if (!fits) {
            throw MinikException.of(
                    ExitCode.UNSUITABLE_HOST,
                    "Go %s is needed to build a node image, and %s has %s"
                            .formatted(needed, host.name(), candidate.orElse("none")),
                    "Install Go %s or newer from https://go.dev/dl/ and put it on the PATH"
                            .formatted(GoVersion.SELF_UPDATING));
        }
        return GO;
    }
}
