package dev.minik.image;

import dev.minik.digest.Sha256;
import dev.minik.image.assembly.BaseExtracts;
import dev.minik.image.assembly.ProgramLayers;
import dev.minik.image.base.BaseRecipe;
import dev.minik.image.cache.BuildCache;
import dev.minik.image.cache.EntryKey;
import dev.minik.image.cache.Inputs;
import dev.minik.image.files.Resources;
import dev.minik.image.files.RootFiles;
import dev.minik.image.go.GoToolchain;
import dev.minik.image.program.CProgram;
import dev.minik.image.program.Downloader;
import dev.minik.image.program.GoCompiler;
import dev.minik.image.program.GoProgram;
import dev.minik.image.program.Kubernetes;
import dev.minik.image.program.KubernetesFromLocalBuild;
import dev.minik.image.program.KubernetesFromModules;
import dev.minik.image.program.KubernetesFromRelease;
import dev.minik.image.program.NodePrograms;
import dev.minik.image.version.ComponentVersions;
import dev.minik.image.version.ImageNames;
import dev.minik.process.CommandRunner;
import java.util.List;
import java.util.stream.Stream;

/**
 * Everything that goes into a node image, decided but not made.
 *
 * @param versions the versions
 * @param names what the container images are called
 * @param base the base system
 * @param extracts what container images take from the base system
 * @param files our own files
 * @param importScript what takes the container images into containerd's store
 * @param kubernetes Kubernetes' programs
 * @param node other programs of the node itself
 * @param etcd etcd
 * @param coreDns CoreDNS
 * @param flannel flannel's daemon
 * @param localPathProvisioner local-path-provisioner
 * @param pause the pause container's program
 * @param compiler compiles the Go programs
 */
record NodeImagePlan(
        ComponentVersions versions,
        ImageNames names,
        BaseRecipe base,
        BaseExtracts extracts,
        RootFiles files,
        String importScript,
        Kubernetes kubernetes,
        List<GoProgram> node,
        GoProgram etcd,
        GoProgram coreDns,
        GoProgram flannel,
        GoProgram localPathProvisioner,
        CProgram pause,
        GoCompiler compiler) {
    private static final int RECIPE = 1;

    static NodeImagePlan of(BuildRequest request, BuildSettings settings, CommandRunner runner, BuildCache cache) {
        var resources = new Resources();
        var versions = request.versions();
        var names = ImageNames.of(versions);
        var architecture = settings.architecture();
        var go = new GoToolchain(runner, "go", versions.go());
        var compiler = new GoCompiler(go, cache, architecture.goName());
        return new NodeImagePlan(
                versions,
                names,
                new BaseRecipe(
                        resources.list("base/packages.list"),
                        resources.text("base/configure.sh"),
                        architecture.goName()),
                BaseExtracts.read(resources, architecture.multiarch()),
                RootFiles.read(resources, names.placeholders(versions)),
                resources.text("store/import.sh"),
                kubernetes(request, settings, go, compiler, cache),
                Stream.of(
                                NodePrograms.containerd(versions),
                                NodePrograms.runc(versions),
                                NodePrograms.crictl(versions),
                                NodePrograms.cniPlugins(versions),
                                NodePrograms.flannelCniPlugin(versions))
                        .map(compiler::program)
                        .toList(),
                compiler.program(NodePrograms.etcd(versions, resources.text("etcd/main.go"))),
                compiler.program(NodePrograms.coreDns(versions, resources.text("coredns/main.go"))),
                NodePrograms.flannel(versions, go, architecture.goName()),
                compiler.program(NodePrograms.localPathProvisioner(versions)),
                new CProgram("pause", resources.text("pause/pause.c"), architecture.goName(), runner),
                compiler);
    }

    private static Kubernetes kubernetes(
            BuildRequest request, BuildSettings settings, GoToolchain go, GoCompiler compiler, BuildCache cache) {
        var version = request.versions().kubernetes();
        var architecture = settings.architecture().goName();
        var release = new KubernetesFromRelease(
                version,
                architecture,
                new Downloader(settings.releases(), settings.cache().resolve("downloads")),
                cache);
        var modules = new KubernetesFromModules(version, architecture, go, compiler);
        if (request.source() instanceof KubernetesSource.Local local) {
            return new KubernetesFromLocalBuild(local.path(), architecture, cache);
        }
        if (request.source() instanceof KubernetesSource.Release) {
            return release;
        }
        if (request.source() instanceof KubernetesSource.GoModules) {
            return modules;
        }
        return cache.find(modules.key()).isPresent() || !release.isReachable() ? modules : release;
    }

    EntryKey extractsKey() {
        return extracts.key(base.key());
    }

    EntryKey nodeProgramsKey() {
        return ProgramLayers.key(
                "node-programs", node.stream().map(GoProgram::key).toList());
    }

    EntryKey kubernetesLayerKey() {
        return ProgramLayers.key("node-kubernetes", List.of(kubernetes.key()));
    }

    EntryKey storeKey() {
        return Inputs.ofRecipe(RECIPE)
                .with(base.key())
                .with(extractsKey())
                .with(nodeProgramsKey())
                .with(files.key())
                .with(kubernetes.key())
                .with(etcd.key())
                .with(coreDns.key())
                .with(flannel.key())
                .with(localPathProvisioner.key())
                .with(pause.key())
                .with("names", names.toString())
                .with("script", Sha256.of(importScript))
                .key("store");
    }

    /** Returns the key of the whole image. */
    EntryKey key() {
        return Inputs.ofRecipe(RECIPE)
                .with(storeKey())
                .with(kubernetesLayerKey())
                .key("node-image");
    }
}
