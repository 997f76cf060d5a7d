package dev.minik.cluster;

import dev.minik.archive.TarBuilder;
import dev.minik.engine.ContainerFiles;
import dev.minik.engine.ContainerInfo;
import dev.minik.engine.Engine;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.record.ClusterRecord;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Optional;

/** What clusters keep of themselves, read from and written to their control planes, running or not. */
public final class ClusterRecords {
    private static final int LIMIT = 16 * 1024 * 1024;
    private static final int SECRET = 0600;

    private final Engine engine;

    /** Reads and writes through {@code engine}. */
    public ClusterRecords(Engine engine) {
        this.engine = engine;
    }

    /**
     * Returns what a cluster keeps of itself.
     *
     * @param nodes its nodes, in their order: the first control plane is asked
     * @throws MinikException {@link ExitCode#WRONG_STATE} if it keeps nothing, as one that an older minik made
     */
    public ClusterRecord read(List<ContainerInfo> nodes) {
        return find(nodes).orElseThrow(() -> none(controlPlanes(nodes).get(0)));
    }

    /** Returns what a cluster keeps of itself; nothing for one that an older minik made. */
    public Optional<ClusterRecord> find(List<ContainerInfo> nodes) {
        var controlPlane = controlPlanes(nodes).get(0);
        return new ContainerFiles(engine)
                .text(controlPlane.id(), ClusterRecord.FILE, LIMIT)
                .map(ClusterRecord::parse);
    }

    /** Writes it to all control planes among {@code nodes}, to the one that is read from first. */
    public void write(List<ContainerInfo> nodes, ClusterRecord record) {
        var tar =
                new TarBuilder().file(ClusterRecord.FILE, SECRET, record.text()).build();
        controlPlanes(nodes).forEach(node -> engine.copyInto(node.id(), "/", new ByteArrayInputStream(tar)));
    }

    private static List<ContainerInfo> controlPlanes(List<ContainerInfo> nodes) {
        var found = nodes.stream().filter(Kinds::isControlPlane).toList();
        if (found.isEmpty()) {
            throw MinikException.of(
                    ExitCode.WRONG_STATE,
                    "the cluster has no control plane any more",
                    "delete the cluster and create it again");
        }
        return found;
    }

    private static MinikException none(ContainerInfo node) {
        return MinikException.of(
                ExitCode.WRONG_STATE,
                "node %s does not tell how its cluster was made; an older minik has made it".formatted(node.name()),
                "create the cluster anew to change its nodes");
    }
}
