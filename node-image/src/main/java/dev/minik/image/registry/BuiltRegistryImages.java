package dev.minik.image.registry;

import dev.minik.engine.Engine;
import dev.minik.engine.ImageInfo;
import dev.minik.image.BuildSettings;
import dev.minik.image.cache.BuildCache;
import dev.minik.image.cache.CachedFile;
import dev.minik.image.cache.EntryKey;
import dev.minik.image.cache.Inputs;
import dev.minik.image.container.ContainerImage;
import dev.minik.image.container.EngineImages;
import dev.minik.image.container.LayerFile;
import dev.minik.image.files.Resources;
import dev.minik.image.go.GoBuild;
import dev.minik.image.go.GoModule;
import dev.minik.image.go.GoToolchain;
import dev.minik.image.program.GoCompiler;
import dev.minik.image.program.GoProgram;
import dev.minik.model.Labels;
import dev.minik.nodeimage.RegistryImageProvider;
import dev.minik.process.CommandRunner;
import dev.minik.progress.Progress;
import dev.minik.release.KubernetesCatalogue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Provides images of registries: our own is compiled where it is missing, others are pulled. */
public final class BuiltRegistryImages implements RegistryImageProvider {
    /** The name of our own images. Nobody owns it in public, so it is never pulled. */
    public static final String REPOSITORY = "localhost/minik-registry";

    private static final int RECIPE = 1;
    private static final Duration EXPECTED = Duration.ofSeconds(50);
    private static final String LAYER = "layer.tar";
    private static final String PROGRAM = "/usr/local/bin/registry";
    private static final String MODULE = "github.com/distribution/distribution/v3";

    private final CommandRunner runner;
    private final BuildSettings settings;
    private final Supplier<KubernetesCatalogue> catalogue;

    /** Compiles with the Go of this host what the catalogue names, which is read when it is asked for. */
    public BuiltRegistryImages(CommandRunner runner, BuildSettings settings, Supplier<KubernetesCatalogue> catalogue) {
        this.runner = runner;
        this.settings = settings;
        this.catalogue = catalogue;
    }

    @Override
    public String ownName() {
        return REPOSITORY + ":" + catalogue.get().registry().distribution();
    }

    @Override
    public ImageInfo provide(Engine engine, String imageName, Progress progress) {
        return engine.findImage(imageName).orElseGet(() -> {
            var images = new EngineImages(engine, progress);
            if (imageName.equals(ownName())) {
                return build(engine, progress);
            }
            return images.pull(imageName, "image", "leave --image out to have one built");
        });
    }

    private ImageInfo build(Engine engine, Progress progress) {
        settings.checkEngine(engine);
        var cache = new BuildCache(settings.cache());
        var architecture = settings.architecture().goName();
        var compiler = new GoCompiler(
                new GoToolchain(runner, "go", catalogue.get().components().go()), cache, architecture);
        var program = compiler.program(registry());
        if (cache.find(program.key()).isEmpty()) {
            compiler.check();
        }
        return cache.whileLocked(() -> progress.notice("Another build is running; waiting for its end"), () -> {
            var layer = layer(cache, compiler, program, progress);
            var image = ContainerImage.of(ownName(), architecture, List.of(layer), List.of(PROGRAM))
                    .withCommand("serve", "/etc/minik-registry/config.yml")
                    .withLabels(Map.of(Labels.IMAGE_INPUTS, key(program).digest()));
            return progress.step("load", "Loading " + ownName(), () -> new EngineImages(engine, progress).load(image));
        });
    }

    private static CachedFile layer(BuildCache cache, GoCompiler compiler, GoProgram program, Progress progress) {
        var compiled = compiler.provide(program, progress).file("registry");
        return cache.get(
                        key(program),
                        directory -> LayerFile.write(directory.resolve(LAYER), layer -> {
                            layer.directory("/tmp", 01777);
                            layer.directory("/etc/minik-registry", 0755);
                            layer.file(PROGRAM, 0755, compiled.path());
                            layer.link(PROGRAM + "-credentials", "registry");
                        }))
                .file(LAYER);
    }

    private static EntryKey key(GoProgram program) {
        return Inputs.ofRecipe(RECIPE).with(program.key()).key("registry");
    }

    /** Storage in clouds, which brings most of upstream's modules, and authentication of who pulls are left out. */
    private GoBuild registry() {
        var versions = catalogue.get().registry();
        return GoBuild.of(
                        "registry",
                        EXPECTED,
                        new GoModule(MODULE, versions.distribution()),
                        Map.of("registry", "./registry"))
                .requiring(List.of(new GoModule("golang.org/x/crypto/x509roots/fallback", versions.rootCertificates())))
                .withVariable(MODULE + "/version.version", versions.distribution())
                .withSource("registry/main.go", new Resources().text("registry/main.go"));
    }
}
