package dev.minik.cli.real;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A cluster that is created, used at once as its users do who were told that it is ready, and deleted. */
record NewCluster(Shell shell, String name) implements AutoCloseable {

    /** Creates it; what a creation that fails may have left is deleted. */
    static NewCluster create(Path directory, String name, String... options) {
        return create(new Shell(directory), name, options);
    }

    /** Creates it by a shell, which decides on which engine. */
    static NewCluster create(Shell shell, String name, String... options) {
        var cluster = new NewCluster(shell, name);
        var command = new ArrayList<>(List.of("create", "cluster", name));
        command.addAll(List.of(options));
        var created = cluster.shell.minik(command.toArray(String[]::new));
        if (created.exitCode() != 0) {
            cluster.close();
        }
        created.ok();
        return cluster;
    }

    /** Runs a pod on every node, which asks DNS for a service and then that service. Nothing is tried twice. */
    void works() {
        var nodes = shell.minik("get", "nodes", "--name", name).ok().lines();
        for (String node : nodes) {
            var pod = "first-" + node;
            var file = shell.file(pod + ".yaml", POD.formatted(pod, node));
            kubectl("apply", "-f", file.toString()).ok();
        }
        for (String node : nodes) {
            var pod = "pod/first-" + node;
            var ended = kubectl("wait", "--for=jsonpath={.status.phase}=Succeeded", pod, "--timeout=30s");
            assertTrue(
                    ended.exitCode() == 0,
                    () -> kubectl("logs", pod) + "\n" + kubectl("describe", pod).stdout());
        }
    }

    Shell.Result kubectl(String... arguments) {
        return shell.kubectl(name, arguments);
    }

    @Override
    public void close() {
        shell.minik("delete", "cluster", name);
    }

    private static final String POD = """
            apiVersion: v1
            kind: Pod
            metadata: {name: %s}
            spec:
              nodeName: %s
              restartPolicy: Never
              containers:
              - name: first
                image: docker.io/library/busybox:stable
                command: [sh, -c, "nslookup kubernetes.default.svc.cluster.local && nc -w 5 kubernetes.default 443 </dev/null"]
            """;
}
