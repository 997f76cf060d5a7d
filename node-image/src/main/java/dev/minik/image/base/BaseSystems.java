package dev.minik.image.base;

import dev.minik.engine.Engine;
import dev.minik.engine.EngineException;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.image.container.Helper;
import dev.minik.process.Command;
import dev.minik.process.CommandRunner;
import dev.minik.progress.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Chooses how the base system is made here: in a container where the engine has Debian's image; else by debootstrap, which fetches from
 * where this machine gets its own packages; else in a container again, after pulling the image.
 */
public final class BaseSystems {
    private final Engine engine;
    private final CommandRunner runner;
    private final Helper.Names names;
    private final AptSources sources;
    private final Optional<String> configuredMirror;
    private final boolean root;

    /**
     * Makes a chooser.
     *
     * @param configuredMirror a Debian archive that is preferred to the machine's own
     * @param root whether this process has root's rights, which debootstrap needs
     */
    public BaseSystems(
            Engine engine,
            CommandRunner runner,
            Helper.Names names,
            AptSources sources,
            Optional<String> configuredMirror,
            boolean root) {
        this.engine = engine;
        this.runner = runner;
        this.names = names;
        this.sources = sources;
        this.configuredMirror = configuredMirror;
        this.root = root;
    }

    /** Returns the first way that works, and fails with what each of them lacks. */
    public BaseSystem choose(Progress progress) {
        var reasons = new ArrayList<String>();
        if (engine.findImage(ContainerBase.IMAGE).isPresent()) {
            return new ContainerBase(engine, ContainerBase.IMAGE, names);
        }
        reasons.add("the engine does not have the image " + ContainerBase.IMAGE);
        var mirror = configuredMirror
                .map(uri -> new DebianMirror(uri, Optional.empty()))
                .or(() -> sources.debian(BaseRecipe.SUITE));
        if (!root) {
            reasons.add("debootstrap needs root's rights");
        } else if (!runner.run(Command.of("debootstrap", "--version")).ok()) {
            reasons.add("debootstrap is not installed");
        } else if (mirror.isEmpty()) {
            reasons.add("this machine has no Debian package source; MINIK_DEBIAN_MIRROR may name one");
        } else {
            return new DebootstrappedBase(runner, mirror.get());
        }
        try {
            engine.pullImage(ContainerBase.IMAGE, status -> progress.detail("base", status));
            return new ContainerBase(engine, ContainerBase.IMAGE, names);
        } catch (EngineException e) {
            reasons.add("%s cannot be pulled: %s".formatted(ContainerBase.IMAGE, e.getMessage()));
            throw none(reasons).causedBy(e);
        }
    }

    private static MinikException none(List<String> reasons) {
        return MinikException.of(
                        ExitCode.UNSUITABLE_HOST,
                        "the base system of a node image cannot be made here",
                        "Install debootstrap and run as root, or load the image %s into the engine"
                                .formatted(ContainerBase.IMAGE))
                .withDetails(reasons);
    }
}
