package dev.minik.cli;

import dev.minik.cli.port.ConfigReader;
import dev.minik.cli.port.EngineSetup;
import dev.minik.cli.port.HostCheck;
import dev.minik.cli.port.ImageBuilds;
import dev.minik.cli.port.Services;
import dev.minik.cluster.ClusterNodes;
import dev.minik.cluster.Clusters;
import dev.minik.cluster.apply.ClusterChanges;
import dev.minik.cluster.apply.Difference;
import dev.minik.cluster.backup.Backups;
import dev.minik.cluster.image.ClusterImages;
import dev.minik.cluster.life.LifeCycle;
import dev.minik.cluster.port.Ports;
import dev.minik.cluster.registry.Registries;
import dev.minik.cluster.upgrade.ClusterUpgrades;
import dev.minik.config.ClusterConfig;
import dev.minik.config.ConfigLoader;
import dev.minik.config.ConfigOverrides;
import dev.minik.doctor.Finding;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.model.ClusterName;
import dev.minik.model.KubernetesVersion;
import dev.minik.release.KubernetesCatalogue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Services in memory; an engine that is missing comes to be by installing it. */
@NullMarked
final class FakeServices implements Services.Factory {
    final FakeClusterImages images = new FakeClusterImages();
    final FakeClusters clusters = new FakeClusters();
    final FakeClusterNodes nodes = new FakeClusterNodes();
    final FakePorts ports = new FakePorts();
    final FakeBackups backups = new FakeBackups();
    final FakeLifeCycle life = new FakeLifeCycle(clusters);
    final List<String> configLoads = new ArrayList<>();
    final List<ImageBuilds.Request> builds = new ArrayList<>();
    final List<Difference> differences = new ArrayList<>();
    final List<String> applied = new ArrayList<>();
    final List<ClusterUpgrades.Step> upgradeSteps = new ArrayList<>();
    final List<String> upgrades = new ArrayList<>();
    final FakeRegistries registries = new FakeRegistries();
    final List<ImageBuilds.Addition> additions = new ArrayList<>();
    final List<Finding> findings = new ArrayList<>();
    List<String> installPlan = List.of("install docker.io 26.1");
    boolean engineAnswers = true;
    boolean installed;
    boolean closed;

    @Nullable
    MinikException cannotInstall;

    Services.@Nullable Settings settings;

    @Override
    public Services open(Services.Settings given) {
        settings = given;
        return new Opened();
    }

    private static ClusterConfig config(ClusterName name, boolean bare) {
        var flags = new ConfigOverrides(
                Optional.of(name.value()),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                bare,
                Optional.empty());
        return new ConfigLoader(KubernetesCatalogue.load(), Path.of("/"), warning -> {}).load(Optional.empty(), flags);
    }

    private final class Opened implements Services {
        @Override
        public Clusters clusters() {
            if (!engineAnswers) {
                throw MinikException.of(
                                ExitCode.ENGINE_UNAVAILABLE,
                                "no container engine answers",
                                "Run 'minik install engine'")
                        .withDetails(List.of("unix:///var/run/docker.sock: no such file"));
            }
            return clusters;
        }

        @Override
        public ClusterNodes nodes() {
            return nodes;
        }

        @Override
        public ClusterChanges changes() {
            return new ClusterChanges() {
                @Override
                public List<Difference> diff(ClusterConfig wanted) {
                    return differences;
                }

                @Override
                public List<Difference> apply(ClusterConfig wanted, ClusterNodes.ChangeOptions options) {
                    applied.add(wanted.name().value());
                    return differences;
                }
            };
        }

        @Override
        public ClusterUpgrades upgrades() {
            return new ClusterUpgrades() {
                @Override
                public List<Step> plan(ClusterName name, KubernetesVersion version) {
                    return upgradeSteps;
                }

                @Override
                public List<Step> upgrade(ClusterName name, KubernetesVersion version, Duration patience) {
                    upgrades.add("%s to %s".formatted(name, version));
                    return upgradeSteps;
                }
            };
        }

        @Override
        public Registries registries() {
            clusters();
            return registries;
        }

        @Override
        public ClusterImages images() {
            return images;
        }

        @Override
        public LifeCycle lifeCycle() {
            return life;
        }

        @Override
        public ConfigReader config() {
            return (file, overrides) -> {
                configLoads.add("%s workers=%s controlPlanes=%s image=%s version=%s name=%s"
                        .formatted(
                                file.map(f -> f.origin() + ":" + f.text().strip())
                                        .orElse("-"),
                                overrides.workers(),
                                overrides.controlPlanes(),
                                overrides.image().orElse("-"),
                                overrides
                                        .kubernetesVersion()
                                        .map(Object::toString)
                                        .orElse("-"),
                                overrides.name().orElse("-")));
                return FakeServices.config(
                        overrides.name().map(ClusterName::new).orElse(ClusterName.DEFAULT), overrides.bare());
            };
        }

        @Override
        public EngineSetup engineSetup() {
            return new EngineSetup() {
                @Override
                public List<String> plan() {
                    if (cannotInstall != null) {
                        throw cannotInstall;
                    }
                    return installPlan;
                }

                @Override
                public void install() {
                    installed = true;
                    engineAnswers = true;
                }
            };
        }

        @Override
        public ImageBuilds imageBuilds() {
            return new ImageBuilds() {
                @Override
                public String build(Request request) {
                    builds.add(request);
                    return request.image().orElse("localhost/minik-node:v1.37.0");
                }

                @Override
                public String add(Addition addition) {
                    additions.add(addition);
                    return addition.image().orElse("localhost/minik-node:v1.37.0-0123456789ab");
                }
            };
        }

        @Override
        public HostCheck hostCheck() {
            return () -> findings;
        }

        @Override
        public Ports ports() {
            return ports;
        }

        @Override
        public Backups backups() {
            return backups;
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
