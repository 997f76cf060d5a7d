package dev.minik.network;

import dev.minik.config.NetworkingConfig;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.plan.ClusterPlan;
import dev.minik.process.CommandRunner;
import dev.minik.progress.Progress;
import dev.minik.release.NetworkCatalogue;
import dev.minik.release.PinnedNetwork;
import dev.minik.release.PinnedNetwork.Chart;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Gets the manifests of pods' networks that neither the node image nor minik has. */
public final class CniManifests {
    private final Path directory;
    private final PinnedFiles files;
    private final Supplier<NetworkCatalogue> catalogue;
    private final HelmProgram helm;
    private final CommandRunner runner;
    private final Progress progress;

    /**
     * Gets manifests, and keeps what was downloaded for them.
     *
     * @param directory where that is kept
     * @param catalogue what others publish; looked up only for one of these
     * @param variables the user's environment, by which helm is found
     * @param runner what runs helm
     */
    public CniManifests(
            Path directory,
            Supplier<NetworkCatalogue> catalogue,
            Map<String, String> variables,
            CommandRunner runner,
            Progress progress) {
        this.directory = directory;
        this.catalogue = catalogue;
        this.runner = runner;
        this.progress = progress;
        files = new PinnedFiles(directory);
        helm = new HelmProgram(directory, files, variables);
    }

    /**
     * Returns the manifest of a cluster's network, as it is published; empty for a network that needs none from elsewhere.
     *
     * @throws MinikException {@link ExitCode#FAILED} when it cannot be had
     */
    public Optional<String> of(NetworkingConfig networking, ClusterPlan plan) {
        return switch (networking.cni().manifest()) {
            case NONE, OF_THE_IMAGE, OF_MINIK -> Optional.empty();
            case GIVEN -> Optional.of(new GivenManifest(networking.cniManifest()).text());
            case PINNED -> Optional.of(pinned(networking.cni().text(), plan));
        };
    }

    private String pinned(String word, ClusterPlan plan) {
        var network = catalogue.get().network(word);
        return progress.step(
                "manifest",
                "Getting the network %s %s".formatted(word, network.version()),
                () -> network instanceof Chart chart ? rendered(word, chart, plan) : published(word, network));
    }

    private String published(String word, PinnedNetwork network) {
        var file = files.get(
                network.file(),
                "the network " + word,
                "connect this machine, or download that file on another one and let networking.cni name it");
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw MinikException.of(
                            ExitCode.FAILED,
                            "the network %s, kept as %s, cannot be read: %s".formatted(word, file, e.getMessage()),
                            "remove that file, and try again")
                    .causedBy(e);
        }
    }

    private String rendered(String word, Chart chart, ClusterPlan plan) {
        var file = files.get(
                chart.file(),
                "the network " + word,
                "connect this machine, or render that chart on another one and let networking.cni name the file");
        var program = helm.find(
                catalogue.get().helm(),
                HelmProgram.host(System.getProperty("os.name", ""), System.getProperty("os.arch", "")));
        return new HelmChart(word, chart, file).render(runner, program, directory.resolve("helm"), plan);
    }
}
