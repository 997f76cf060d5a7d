package dev.minik.cli;

import dev.minik.cli.port.EngineSetup;
import dev.minik.engine.HostEnvironment;
import dev.minik.engine.install.BuildToolsInstaller;
import dev.minik.engine.install.EngineInstaller;
import dev.minik.engine.install.HostSystem;
import dev.minik.process.HostCommandRunner;
import dev.minik.progress.Progress;
import dev.minik.release.KubernetesCatalogue;
import java.util.List;
import java.util.stream.Stream;

/** Installs the engine and what the build of a node image from source needs: one consent covers both. */
final class HostSetup implements EngineSetup {
    private final EngineInstaller engine;
    private final BuildToolsInstaller tools;
    private final String go = KubernetesCatalogue.load().components().go();

    HostSetup(HostEnvironment environment, Progress progress) {
        engine = EngineInstaller.ofHost(environment, progress);
        tools = new BuildToolsInstaller(HostSystem.current(), new HostCommandRunner(), progress);
    }

    @Override
    public List<String> plan() {
        return Stream.concat(engine.plan().lines().stream(), tools.plan(go).lines().stream())
                .distinct()
                .toList();
    }

    @Override
    public void install() {
        engine.install();
        tools.install(go);
    }
}
