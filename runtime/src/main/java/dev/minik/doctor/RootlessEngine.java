package dev.minik.doctor;

import dev.minik.engine.EngineInfo;
import java.util.List;
import java.util.Optional;

/** What an engine that runs without root's rights needs of its host, for nodes to run in it. */
public final class RootlessEngine {
    private static final List<String> NEEDED = List.of("cpu", "memory", "pids");

    private RootlessEngine() {}

    /**
     * Returns what keeps nodes from running in an engine because it is rootless; nothing for any other engine.
     *
     * @see <a href="https://kind.sigs.k8s.io/docs/user/rootless/">what kind asks of such hosts</a>
     */
    public static Optional<Finding> problem(EngineInfo info) {
        if (!info.rootless()) {
            return Optional.empty();
        }
        if (info.cgroupVersion() != 2) {
            return Optional.of(
                    Finding.fail(
                            "engine",
                            "the engine is rootless, and its host has cgroup v1, which hands no control groups on to users",
                            "boot the host with cgroup v2 (systemd.unified_cgroup_hierarchy=1), or use an engine that runs as root"));
        }
        var missing =
                NEEDED.stream().filter(one -> !info.controllers().contains(one)).toList();
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of(Finding.fail(
                        "engine",
                        "the engine is rootless, and its user may not limit %s".formatted(String.join(", ", missing)),
                        "set 'Delegate=cpu cpuset io memory pids' below [Service] in"
                                + " /etc/systemd/system/user@.service.d/delegate.conf, and start the host again"));
    }
}
