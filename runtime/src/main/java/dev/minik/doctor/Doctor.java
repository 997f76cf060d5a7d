package dev.minik.doctor;

import dev.minik.engine.Engine;
import dev.minik.engine.EngineException;
import dev.minik.engine.EngineInfo;
import dev.minik.error.MinikException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Checks the engine and, where it runs here, its host. */
public final class Doctor {
    private static final String ENGINE = "engine";
    private static final long GIB = 1L << 30;

    private final Supplier<Engine> locate;
    private final LinuxHost host;

    /**
     * Makes a doctor.
     *
     * @param locate finds the engine; fails with {@link MinikException} when none answers
     */
    public Doctor(Supplier<Engine> locate, LinuxHost host) {
        this.locate = locate;
        this.host = host;
    }

    /** Checks everything and returns what was found, in a stable order. */
    public List<Finding> check() {
        EngineInfo info;
        try (var engine = locate.get()) {
            info = engine.info();
        } catch (MinikException e) {
            return List.of(Finding.fail(ENGINE, e.message(), e.remedy()));
        } catch (EngineException e) {
            return List.of(Finding.fail(ENGINE, "the engine does not answer: " + e.getMessage(), "start it again"));
        }
        var findings = new ArrayList<Finding>();
        findings.add(RootlessEngine.problem(info).orElseGet(() -> engine(info)));
        findings.add(cgroups(info));
        findings.add(memory(info));
        if (info.local() && host.isLinux()) {
            findings.add(host.capabilities());
            findings.addAll(host.inotify());
            findings.add(host.overlay());
            findings.add(host.disk(info));
            findings.add(host.ports());
        }
        return findings;
    }

    private static Finding engine(EngineInfo info) {
        var what = "%s %s at %s".formatted(info.name(), info.version(), info.endpoint());
        if (info.rootless()) {
            return Finding.warn(ENGINE, what + ", rootless: not tried yet", "use an engine that runs as root");
        }
        if (info.remote().filter(host -> !host.encrypted()).isPresent()) {
            return Finding.warn(
                    ENGINE,
                    what + ", in the clear: whoever reaches its port is root on its host",
                    "protect it by TLS, and set DOCKER_TLS_VERIFY and DOCKER_CERT_PATH");
        }
        // Docker 20.10 asks for capabilities that the host may not have
        if (info.name().equals("Docker") && info.version().matches("(1?\\d|20)\\..*")) {
            return Finding.warn(ENGINE, what + " is old: privileged containers may not start", "minik install engine");
        }
        return Finding.ok(ENGINE, what);
    }

    private static Finding cgroups(EngineInfo info) {
        return info.cgroupVersion() == 2
                ? Finding.ok("cgroups", "version 2, driver " + info.cgroupDriver())
                : Finding.warn(
                        "cgroups",
                        "version 1: works, but Kubernetes is giving it up",
                        "boot the host with cgroup v2 (systemd.unified_cgroup_hierarchy=1)");
    }

    private static Finding memory(EngineInfo info) {
        var size = "%.1f GiB, %d processors".formatted((double) info.memoryBytes() / GIB, info.cpus());
        return info.memoryBytes() < 2 * GIB
                ? Finding.warn("memory", size + ": little for a cluster", "give the engine 2 GiB or more")
                : Finding.ok("memory", size);
    }
}
