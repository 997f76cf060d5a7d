package dev.minik.cluster;

import dev.minik.engine.ContainerInfo;
import dev.minik.engine.Engine;
import dev.minik.engine.EngineException;
import dev.minik.engine.ExecSpec;
import dev.minik.model.Role;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListSet;

/** Finds nodes on which somebody has begun to replace the cluster's state by a backup, and has not come to the end. */
final class UnfinishedRestore {
    /** Made and removed by the steps of a restoration. */
    private static final String DIRECTORY = "/var/lib/minik";

    private static final String MARK = "restoring";

    private final Engine engine;
    private final Tasks tasks;

    UnfinishedRestore(Engine engine, Tasks tasks) {
        this.engine = engine;
        this.tasks = tasks;
    }

    /** Returns what is to be done about it; nothing where no node has the mark, or none can be asked. */
    List<String> of(List<ContainerInfo> machines) {
        var marked = new ConcurrentSkipListSet<String>();
        var asked = machines.stream()
                .filter(node -> node.state() == ContainerInfo.State.RUNNING)
                .filter(node -> !ClusterReader.role(node).equals(Role.WORKER.text()))
                .toList();
        tasks.all(asked, node -> {
            try {
                var found = engine.exec(node.id(), ExecSpec.of("find", DIRECTORY, "-maxdepth", "1", "-name", MARK));
                if (found.stdout().strip().equals(DIRECTORY + "/" + MARK)) {
                    marked.add(node.name());
                }
            } catch (EngineException e) {
                // it has stopped since, which is told as such
            }
        });
        return marked.isEmpty()
                ? List.of()
                : List.of(
                        "a backup is being restored, or was and that did not end, on %s: 'minik restore backup FILE' ends it"
                                .formatted(String.join(", ", marked)));
    }
}
