package dev.minik.cli;

import dev.minik.cli.port.ConfigReader;
import dev.minik.cli.port.EngineSetup;
import dev.minik.cli.port.HostCheck;
import dev.minik.cli.port.ImageBuilds;
import dev.minik.cli.port.Services;
import dev.minik.cli.terminal.Host;
import dev.minik.cluster.ClusterEnvironment;
import dev.minik.cluster.ClusterNodes;
import dev.minik.cluster.ClusterParts;
import dev.minik.cluster.Clusters;
import dev.minik.cluster.EngineClusterNodes;
import dev.minik.cluster.EngineClusters;
import dev.minik.cluster.apply.ClusterChanges;
import dev.minik.cluster.apply.EngineClusterChanges;
import dev.minik.cluster.backup.Backups;
import dev.minik.cluster.backup.EngineBackups;
import dev.minik.cluster.image.ClusterImages;
import dev.minik.cluster.image.EngineClusterImages;
import dev.minik.cluster.life.EngineLifeCycle;
import dev.minik.cluster.life.LifeCycle;
import dev.minik.cluster.port.EnginePorts;
import dev.minik.cluster.port.Ports;
import dev.minik.cluster.registry.EngineRegistries;
import dev.minik.cluster.registry.Registries;
import dev.minik.cluster.upgrade.ClusterUpgrades;
import dev.minik.cluster.upgrade.EngineClusterUpgrades;
import dev.minik.config.ConfigLoader;
import dev.minik.config.ConfigSource;
import dev.minik.doctor.Doctor;
import dev.minik.doctor.LinuxHost;
import dev.minik.engine.Engine;
import dev.minik.engine.HostEnvironment;
import dev.minik.engine.locate.EngineLocator;
import dev.minik.image.BuildSettings;
import dev.minik.image.BuiltNodeImages;
import dev.minik.image.NodeImageBuilder;
import dev.minik.image.registry.BuiltRegistryImages;
import dev.minik.image.version.ComponentVersions;
import dev.minik.kubeconfig.KubeconfigPaths;
import dev.minik.kubeconfig.KubeconfigStore;
import dev.minik.model.KubernetesVersion;
import dev.minik.nodeimage.NodeImageProvider;
import dev.minik.process.HostCommandRunner;
import dev.minik.progress.SteadyClock;
import dev.minik.release.KubernetesCatalogue;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The one place where the ports of the command line meet what is behind them. Each method makes its service when it is asked for, so
 * that no class of an engine client is loaded before.
 */
final class Wiring implements Services {
    private final Settings settings;
    private final Host host = Host.system();
    private @Nullable Engine engine;
    private @Nullable ClusterParts parts;

    Wiring(Settings settings) {
        this.settings = settings;
    }

    @Override
    public Clusters clusters() {
        return new EngineClusters(parts(), nodeImages());
    }

    @Override
    public ClusterNodes nodes() {
        return new EngineClusterNodes(parts(), nodeImages(), ports()::follow);
    }

    @Override
    public ClusterImages images() {
        return new EngineClusterImages(parts());
    }

    @Override
    public ClusterChanges changes() {
        return new EngineClusterChanges(parts(), nodes(), ports(), registries());
    }

    @Override
    public ClusterUpgrades upgrades() {
        return new EngineClusterUpgrades(parts(), nodeImages());
    }

    @Override
    public Registries registries() {
        return new EngineRegistries(
                parts(), new BuiltRegistryImages(new HostCommandRunner(), buildSettings(), KubernetesCatalogue::load));
    }

    @Override
    public LifeCycle lifeCycle() {
        return new EngineLifeCycle(parts());
    }

    @Override
    public ConfigReader config() {
        var loader =
                new ConfigLoader(KubernetesCatalogue.load(), Path.of("").toAbsolutePath(), settings.progress()::warn);
        return (file, overrides) ->
                loader.load(file.map(found -> new ConfigSource(found.origin(), found.text())), overrides);
    }

    @Override
    public EngineSetup engineSetup() {
        return new HostSetup(HostEnvironment.current(), settings.progress());
    }

    @Override
    public ImageBuilds imageBuilds() {
        return new NodeImages(this::engine, builder(), buildSettings(), settings.progress());
    }

    @Override
    public HostCheck hostCheck() {
        return () -> new Doctor(this::engine, new LinuxHost(Path.of("/"))).check();
    }

    @Override
    public Ports ports() {
        return new EnginePorts(parts());
    }

    @Override
    public Backups backups() {
        return new EngineBackups(parts());
    }

    @Override
    public void close() {
        if (parts != null) {
            parts.close();
        } else if (engine != null) {
            engine.close();
        }
    }

    private ClusterParts parts() {
        var known = parts;
        if (known == null) {
            known = openParts();
            parts = known;
        }
        return known;
    }

    private ClusterParts openParts() {
        var cache = host.cache();
        var logs = host.temporary()
                .resolve("minik-logs-" + System.getProperty("user.name") + "-"
                        + ProcessHandle.current().pid());
        return new ClusterParts(
                engine(),
                new KubeconfigStore(KubeconfigPaths.of(settings.environment(), host.home())),
                settings.progress(),
                new ClusterEnvironment(
                        cache,
                        logs,
                        hostName(),
                        Wiring::defaultVersion,
                        () -> KubernetesCatalogue.load().networks(),
                        settings.environment(),
                        new SteadyClock()));
    }

    private NodeImageProvider nodeImages() {
        return new BuiltNodeImages(builder(), () -> ComponentVersions.all(KubernetesCatalogue.load()));
    }

    private NodeImageBuilder builder() {
        return new NodeImageBuilder(new HostCommandRunner(), buildSettings());
    }

    private BuildSettings buildSettings() {
        return BuildSettings.of(settings.environment(), host.home());
    }

    private Engine engine() {
        var known = engine;
        if (known == null) {
            known = EngineLocator.of(HostEnvironment.current()).locate(settings.engine());
            engine = known;
        }
        return known;
    }

    /** Reads the catalogue, which commands that only look at clusters need not wait for. */
    private static KubernetesVersion defaultVersion() {
        return KubernetesCatalogue.load().defaultRelease().version();
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost"; // a host that does not know its own name; it only tells creators on several hosts apart
        }
    }
}
