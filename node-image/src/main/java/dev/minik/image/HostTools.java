package dev.minik.image;

import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.image.cache.BuildCache;
import dev.minik.image.cache.EntryKey;
import dev.minik.image.program.GoProgram;
import dev.minik.image.program.KubernetesFromModules;
import dev.minik.process.Command;
import dev.minik.process.CommandRunner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Checks, before anything long begins, that this host has the compilers for what the cache lacks. */
record HostTools(CommandRunner runner) {
    /** What is looked for, and the Debian packages that bring it. */
    private static final Map<List<String>, String> C_TOOLS = Map.of(
            List.of("gcc", "--version"), "gcc libc6-dev",
            List.of("pkg-config", "--exists", "libseccomp"), "pkg-config libseccomp-dev");

    void check(NodeImagePlan plan, BuildCache cache) {
        var programs = Stream.concat(
                        plan.node().stream(),
                        Stream.of(plan.etcd(), plan.coreDns(), plan.flannel(), plan.localPathProvisioner()))
                .map(GoProgram::key)
                .toList();
        var kubernetes = plan.kubernetes() instanceof KubernetesFromModules
                && isMissing(plan.kubernetes().key(), cache);
        if (kubernetes || programs.stream().anyMatch(key -> isMissing(key, cache))) {
            plan.compiler().check();
        }
        if (isMissing(plan.pause().key(), cache)
                || programs.stream().anyMatch(key -> key.name().equals("go-runc") && isMissing(key, cache))) {
            checkC();
        }
    }

    private static boolean isMissing(EntryKey key, BuildCache cache) {
        return cache.find(key).isEmpty();
    }

    private void checkC() {
        var missing = new ArrayList<String>();
        C_TOOLS.forEach((command, packages) -> {
            if (!runner.run(Command.of(command)).ok()) {
                missing.add(packages);
            }
        });
        if (!missing.isEmpty()) {
            throw MinikException.of(
                    ExitCode.UNSUITABLE_HOST,
                    "building a node image needs a C compiler and libseccomp, which are not installed here",
                    "Install them: apt-get install " + String.join(" ", missing));
        }
    }
}
