package dev.minik.image.base;

import dev.minik.archive.TarBuilder;
import dev.minik.archive.TarEntry;
import dev.minik.archive.TarWriter;
import dev.minik.engine.Engine;
import dev.minik.engine.ExecSpec;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.image.container.Helper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Makes the base system in a container of Debian's own image, with apt. Needs neither root's rights nor Debian on this host. */
public final class ContainerBase implements BaseSystem {
    /** Debian's image of the release. */
    public static final String IMAGE = "debian:" + BaseRecipe.SUITE + "-slim";

    private static final String DPKG_CONFIGURATION = "/etc/dpkg/dpkg.cfg.d/minik-build";
    private static final Set<String> RUNTIME = Set.of("dev", "proc", "sys", "run", "tmp");
    /** What the engine itself puts into a container. */
    private static final Set<String> ENGINE_FILES =
            Set.of(".dockerenv", "etc/hostname", "etc/hosts", "etc/resolv.conf");

    private final Engine engine;
    private final String image;
    private final Helper.Names names;

    /** Starts from {@code image}, which the engine has. */
    public ContainerBase(Engine engine, String image, Helper.Names names) {
        this.engine = engine;
        this.image = image;
        this.names = names;
    }

    @Override
    public String title() {
        return "Making the base system in a container of " + image;
    }

    @Override
    public void make(BaseRecipe recipe, Path work, Path layer, Consumer<String> output) throws IOException {
        try (var helper = Helper.start(engine, names, image, "bridge", Optional.empty())) {
            engine.copyInto(
                    helper.id(),
                    "/",
                    new ByteArrayInputStream(new TarBuilder()
                            .file(DPKG_CONFIGURATION, 0644, BaseRecipe.dpkgConfiguration())
                            .build()));
            run(helper, output, List.of("apt-get", "update"));
            var install = new ArrayList<>(List.of("apt-get", "install", "-y", "--no-install-recommends", "--"));
            install.addAll(recipe.packages());
            run(helper, output, install);
            run(helper, output, List.of("sh", "-e", "-c", recipe.configure()));
            run(helper, output, List.of("rm", DPKG_CONFIGURATION));
            // Once it is stopped nothing is mounted in it that is not its own.
            helper.stop();
            try (var tree = engine.copyFrom(helper.id(), "/");
                    var writer = new TarWriter(Files.newOutputStream(layer))) {
                writer.copy(tree, ContainerBase::place);
            }
        }
    }

    static Optional<String> place(TarEntry entry) {
        var name = entry.name().replaceFirst("^\\.?/+", "");
        var slash = name.indexOf('/');
        var runtime = slash > 0 && RUNTIME.contains(name.substring(0, slash));
        return name.isEmpty() || name.equals(".") || runtime || ENGINE_FILES.contains(name)
                ? Optional.empty()
                : Optional.of("/" + name);
    }

    private static void run(Helper helper, Consumer<String> output, List<String> argv) {
        var result = helper.exec(new ExecSpec(
                argv,
                Map.of("DEBIAN_FRONTEND", "noninteractive", "LC_ALL", "C.UTF-8"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false));
        result.stdout().lines().forEach(output);
        if (!result.ok()) {
            var lines = result.stderr().lines().toList();
            throw MinikException.of(
                            ExitCode.FAILED,
                            "the base system cannot be made in a container: %s failed".formatted(argv.get(0)),
                            "Check that containers of this engine reach Debian's package archive")
                    .withDetails(lines.subList(Math.max(0, lines.size() - 20), lines.size()));
        }
    }
}
