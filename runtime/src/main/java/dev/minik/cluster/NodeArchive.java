package dev.minik.cluster;

import dev.minik.archive.TarBuilder;
import dev.minik.config.NodeConfig.NodeFile;
import dev.minik.kubeadm.ComponentPatches;
import dev.minik.pki.PemFile;
import dev.minik.plan.ClusterPlan;
import dev.minik.plan.ImageFacts;
import dev.minik.plan.Tuning;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The archive that a node is filled with before it starts. Begins with what every machine has. */
final class NodeArchive {
    /** The first process of a node. */
    static final String BOOT = "/minik/boot";

    private static final String UNITS = "/etc/systemd/system/";
    private static final int PROGRAM = 0755;
    private static final int READABLE = 0644;
    private static final int SECRET = 0600;

    private static final String CALM_STATISTICS = """
            version = 3

            [plugins."io.containerd.cri.v1.runtime"]
              stats_collect_period = "10s"
            """;

    private final TarBuilder tar = new TarBuilder();

    /** Begins the archive of a machine that the user sets up. */
    NodeArchive(ClusterPlan plan, ImageFacts image) {
        program(BOOT, "boot");
        if (plan.cgroupVersion() == 1 && !image.builtByMinik()) {
            keepSlicesOfPods();
        }
    }

    /**
     * Begins the archive of a node that an agent sets up.
     *
     * @param environment what its agent is told
     * @param patches what kubeadm lays over components, by file name
     * @param files those that the plan has for it
     */
    static NodeArchive withAgent(
            ClusterPlan plan,
            ImageFacts image,
            Map<String, String> environment,
            Map<String, String> patches,
            List<NodeFile> files) {
        var archive = new NodeArchive(plan, image);
        archive.readable("/minik/common", text("common"));
        archive.program("agent");
        archive.readable(AgentSettings.FILE, lines(environment));
        archive.unit("minik.service");
        if (plan.has(Tuning.CALM_STATISTICS)) {
            archive.readable("/etc/containerd/conf.d/minik.toml", CALM_STATISTICS);
        }
        patches.forEach((name, text) -> archive.readable(ComponentPatches.DIRECTORY + "/" + name, text));
        archive.files(files);
        return archive;
    }

    /** Adds files that the plan has for the node. */
    void files(List<NodeFile> files) {
        files.forEach(file -> tar.file(file.path(), file.mode(), file.content()));
    }

    /** Adds a file that everybody on the node may read. */
    void readable(String path, String text) {
        tar.file(path, READABLE, text);
    }

    /** Adds a file that only root may read. */
    void secret(String path, String text) {
        tar.file(path, SECRET, text);
    }

    /** Adds one of our programs. */
    void program(String name) {
        program("/minik/" + name, name);
    }

    /** Adds one of our programs in another place, or by another name. */
    void program(String path, String name) {
        tar.file(path, PROGRAM, resource(name));
    }

    /** Adds keys and certificates. */
    void put(Map<String, PemFile> files) {
        files.forEach((path, file) -> tar.file(path, file.mode(), file.text()));
    }

    /** Adds a unit of systemd that starts when the node does. */
    void unit(String name) {
        tar.file(UNITS + name, READABLE, resource(name));
        tar.link(UNITS + "multi-user.target.wants/" + name, "../" + name);
    }

    /** Adds to what the image says of a unit. */
    void dropIn(String unit, String name) {
        tar.file(UNITS + unit + ".d/" + name, READABLE, resource(name));
    }

    /** Ends the archive and returns it. */
    byte[] build() {
        return tar.build();
    }

    /** minik's images do so themselves, whoever launches them. */
    private void keepSlicesOfPods() {
        for (String quality : List.of("", "-burstable", "-besteffort")) {
            var unit = "kubelet-kubepods%s-keep.slice".formatted(quality);
            tar.file(UNITS + unit, READABLE, resource("keep.slice"));
            tar.link(UNITS + "kubelet.service.wants/" + unit, "../" + unit);
        }
    }

    /** Every value is a name, an address or a word of ours, so quotes suffice. */
    private static String lines(Map<String, String> environment) {
        return environment.entrySet().stream()
                .map(value -> "%s='%s'%n".formatted(value.getKey(), value.getValue()))
                .collect(Collectors.joining());
    }

    static String text(String name) {
        return new String(resource(name), StandardCharsets.UTF_8);
    }

    private static byte[] resource(String name) {
        try (var in = NodeArchive.class.getResourceAsStream("node/" + name)) {
            if (in == null) {
                throw new IllegalStateException("resource is missing: " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
