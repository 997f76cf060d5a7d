package dev.minik.cli;

import dev.minik.cluster.backup.Backups;
import dev.minik.model.ClusterName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullMarked;

/** Backups that are only noted. */
@NullMarked
final class FakeBackups implements Backups {
    final List<String> calls = new ArrayList<>();
    final List<String> joinedNodes = new ArrayList<>();
    final List<String> forgottenNodes = new ArrayList<>();
    final List<String> unknownNodes = new ArrayList<>();

    @Override
    public Saved save(ClusterName name, Path file, boolean force) {
        calls.add("save %s %s %s".formatted(name, file, force));
        return new Saved(file, 4096, 17, 5, name + "-control-plane");
    }

    @Override
    public Restored restore(ClusterName name, Path file, boolean force, Duration wait) {
        calls.add("restore %s %s %s %s".formatted(name, file, force, wait));
        return new Restored(List.of(name + "-control-plane"), joinedNodes, forgottenNodes, unknownNodes);
    }
}
