package dev.minik.image;

import dev.minik.engine.Engine;
import dev.minik.engine.ImageInfo;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.image.assembly.PreloadedImages;
import dev.minik.image.assembly.ProgramLayers;
import dev.minik.image.base.AptSources;
import dev.minik.image.base.BaseSystems;
import dev.minik.image.cache.BuildCache;
import dev.minik.image.cache.CacheEntry;
import dev.minik.image.cache.CachedFile;
import dev.minik.image.container.ContainerImage;
import dev.minik.image.container.EngineImages;
import dev.minik.image.container.Helper;
import dev.minik.image.container.LayerFile;
import dev.minik.image.container.NodeStore;
import dev.minik.image.graph.Step;
import dev.minik.image.graph.StepGraph;
import dev.minik.image.program.GoProgram;
import dev.minik.image.program.Kubernetes;
import dev.minik.model.Labels;
import dev.minik.process.CommandRunner;
import dev.minik.progress.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One build: the steps of a plan, their order, and what each hands on. */
final class NodeImageBuild {
    private static final String LAYER = ProgramLayers.LAYER;
    private static final Duration KEPT_UNUSED = Duration.ofDays(30);

    private final Engine engine;
    private final CommandRunner runner;
    private final BuildSettings settings;
    private final BuildCache cache;
    private final NodeImagePlan plan;
    private final Helper.Names names;
    private final Progress progress;

    NodeImageBuild(
            Engine engine,
            CommandRunner runner,
            BuildSettings settings,
            BuildCache cache,
            NodeImagePlan plan,
            Helper.Names names,
            Progress progress) {
        this.engine = engine;
        this.runner = runner;
        this.settings = settings;
        this.cache = cache;
        this.plan = plan;
        this.names = names;
        this.progress = progress;
    }

    /** Builds the image and returns it. */
    ImageInfo run(String imageName) {
        new HostTools(runner).check(plan, cache);
        var steps = new StepGraph();
        var base = steps.add("base", this::base);
        var extracts = steps.add(
                "extracts",
                () -> plan.extracts()
                        .provide(cache, plan.base().key(), base.result().path()),
                base);
        var files = steps.add("files", this::files);
        // The longest goes first: what it has in common with the others is compiled then.
        var kubernetes = steps.add("kubernetes", this::kubernetes);
        var node = plan.node().stream().map(program -> compile(steps, program)).toList();
        var etcd = compile(steps, plan.etcd());
        var coreDns = compile(steps, plan.coreDns());
        var flannel = compile(steps, plan.flannel());
        var localPath = compile(steps, plan.localPathProvisioner());
        var pause = steps.add("pause", () -> plan.pause().provide(cache));
        var nodePrograms = steps.add(
                "node-programs",
                () -> ProgramLayers.provide(
                        cache, "node-programs", node.stream().map(Step::result).toList(), List.of()),
                node);
        var nodeKubernetes = steps.add(
                "node-kubernetes",
                () -> ProgramLayers.provide(
                        cache, "node-kubernetes", List.of(kubernetes.result()), Kubernetes.NODE_PROGRAMS),
                kubernetes);
        var store = steps.add(
                "store",
                () -> store(
                        List.of(base.result(), nodePrograms.result(), files.result()),
                        extracts.result(),
                        new PreloadedImages.Programs(
                                kubernetes.result(),
                                etcd.result(),
                                coreDns.result(),
                                pause.result(),
                                flannel.result(),
                                localPath.result())),
                base,
                extracts,
                files,
                kubernetes,
                nodePrograms,
                etcd,
                coreDns,
                flannel,
                localPath,
                pause);
        var image = steps.add(
                "load",
                () -> load(
                        imageName,
                        List.of(
                                base.result(),
                                nodePrograms.result(),
                                files.result(),
                                nodeKubernetes.result(),
                                store.result())),
                store,
                nodeKubernetes);
        var replaced = engine.findImage(imageName);
        run(steps);
        replaced.ifPresent(new EngineImages(engine, progress)::removeIfUnused);
        cache.removeUnusedSince(Instant.now().minus(KEPT_UNUSED));
        return image.result();
    }

    private Step<CacheEntry> compile(StepGraph steps, GoProgram program) {
        return steps.add(program.title(), () -> plan.compiler().provide(program, progress));
    }

    private CachedFile base() {
        var recipe = plan.base();
        return cache.get(recipe.key(), directory -> {
                    var system = new BaseSystems(
                                    engine,
                                    runner,
                                    names,
                                    new AptSources(settings.etcApt()),
                                    settings.debianMirror(),
                                    settings.root())
                            .choose(progress);
                    progress.step("base", system.title(), Optional.of(Duration.ofSeconds(45)), () -> {
                        try {
                            system.make(
                                    recipe,
                                    cache.scratch("base"),
                                    directory.resolve(LAYER),
                                    line -> progress.detail("base", line));
                            return true;
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    });
                })
                .file(LAYER);
    }

    private CachedFile files() {
        return cache.get(
                        plan.files().key(),
                        directory -> LayerFile.write(directory.resolve(LAYER), plan.files()::writeTo))
                .file(LAYER);
    }

    private CacheEntry kubernetes() {
        var programs = plan.kubernetes().provide(progress);
        new KubeadmCheck(runner).check(programs.file("kubeadm").path(), plan.versions(), plan.names());
        return programs;
    }

    private CachedFile store(List<CachedFile> nodeLayers, CacheEntry extracts, PreloadedImages.Programs programs) {
        return cache.get(
                        plan.storeKey(),
                        directory -> progress.step(
                                "store", "Unpacking container images", Optional.of(Duration.ofSeconds(20)), () -> {
                                    try {
                                        var architecture =
                                                settings.architecture().goName();
                                        var work = cache.scratch("store");
                                        var node = ContainerImage.of(
                                                "localhost/minik-build:"
                                                        + plan.storeKey()
                                                                .digest()
                                                                .substring(0, 12),
                                                architecture,
                                                nodeLayers,
                                                List.of("/bin/bash"));
                                        new NodeStore(engine, names)
                                                .make(
                                                        node,
                                                        plan.importScript(),
                                                        new PreloadedImages(plan.names(), architecture, extracts)
                                                                .assemble(programs, work),
                                                        work,
                                                        directory.resolve(LAYER),
                                                        line -> progress.detail("store", line));
                                        return true;
                                    } catch (IOException e) {
                                        throw new UncheckedIOException(e);
                                    }
                                }))
                .file(LAYER);
    }

    private ImageInfo load(String imageName, List<CachedFile> layers) {
        var image = ContainerImage.of(
                        imageName,
                        settings.architecture().goName(),
                        layers,
                        List.of("/usr/local/bin/entrypoint", "/sbin/init"))
                .withEnvironment("container", "docker")
                .withStopSignal("SIGRTMIN+3")
                .withLabels(Map.of(
                        Labels.IMAGE_INPUTS,
                        plan.key().digest(),
                        Labels.KUBERNETES_VERSION,
                        plan.versions().kubernetes().toString(),
                        "dev.minik/store",
                        "unpacked"));
        return progress.step(
                "load",
                "Loading " + imageName,
                Optional.of(Duration.ofSeconds(15)),
                () -> new EngineImages(engine, progress).load(image));
    }

    private static void run(StepGraph steps) {
        try {
            steps.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw MinikException.of(
                    ExitCode.INTERRUPTED,
                    "building the node image was interrupted",
                    "Run the command again: what was built already is kept");
        } catch (UncheckedIOException e) {
            throw MinikException.of(
                            ExitCode.FAILED,
                            "the node image cannot be built: " + e.getCause(),
                            "Check the disk, then run the command again: what was built already is kept")
                    .causedBy(e);
        }
    }
}
